global using System.Net;
global using Bookstore.Support;
global using Microsoft.AspNetCore.Builder;
global using Microsoft.Extensions.DependencyInjection;
global using Microsoft.Playwright;
global using Shouldly;
global using Xunit;
