global using System.Net;
global using Bookstore.Support;
global using Microsoft.AspNetCore.Builder;
global using Microsoft.Extensions.DependencyInjection;
global using Shouldly;
global using Xunit;
