global using System.Net;
global using System.Text.Json.Nodes;
global using Microsoft.AspNetCore.Builder;
global using Microsoft.Extensions.DependencyInjection;
global using NSubstitute;
global using Shouldly;
global using Xunit;
