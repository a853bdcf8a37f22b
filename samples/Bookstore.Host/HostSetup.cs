using System.Diagnostics;
using System.Text.Json;
using Bookstore.Contracts;
using Microsoft.Extensions.Configuration.Memory;

namespace Bookstore.Samples;

/// <summary>What the host adds around the API.</summary>
internal static class HostSetup
{
    /// <summary>Sets the address for when neither the environment nor the command line says another.</summary>
    public static void ListenByDefaultOn(this WebApplicationBuilder builder, string url)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null && builder.Configuration[WebHostDefaults.HttpPortsKey] is null)
        {
            builder.WebHost.UseUrls(url);
        }
    }

    /// <summary>Keeps the framework from logging every request, also where the host is started from a folder without its <c>appsettings.json</c>.</summary>
    public static void LogLittleByDefault(this WebApplicationBuilder builder) =>
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new("Logging:LogLevel:Microsoft.AspNetCore", nameof(LogLevel.Warning))],
        });

    /// <summary>Answers addresses outside of the API in the API's own way.</summary>
    public static void MapUnknownAddresses(this WebApplication app) => app.MapFallback("{**path}", AnswerNotFoundAsync);

    private static Task AnswerNotFoundAsync(HttpContext context)
    {
        const string Detail = "There is nothing at this address. The API is under /api, its documentation at /docs.";
        var problem = new ProblemResource
        {
            Type = "urn:bookstore:problem:" + ProblemCodes.NotFound,
            Title = "Not found",
            Status = StatusCodes.Status404NotFound,
            Detail = Detail,
            Code = ProblemCodes.NotFound,
            Message = Detail,
            TraceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
        };
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "application/problem+json";
        return JsonSerializer.SerializeAsync(context.Response.Body, problem, BookstoreJsonContext.Default.ProblemResource, context.RequestAborted);
    }
}
