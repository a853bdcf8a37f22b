using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Bookstore.Contracts;
using Microsoft.Extensions.Configuration.Memory;

namespace Bookstore.Samples;

/// <summary>What the host adds around the API.</summary>
internal static class HostSetup
{
    private const int MaxConnections = 1_000;
    private const int MaxStreams = 32;
    private const int RequestBufferSize = 65_536;

    private static readonly PathString Api = new("/api");

    /// <summary>Sets the address for when neither the environment nor the command line says another, and what connections may take of the host.</summary>
    public static void ListenByDefaultOn(this WebApplicationBuilder builder, string url)
    {
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;

            // The API has the sockets read no further ahead than this either.
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreams;
            kestrel.Limits.MaxRequestBufferSize = RequestBufferSize;
            context.Configuration.GetSection("Kestrel:Limits").Bind(kestrel.Limits);
        });
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null && builder.Configuration[WebHostDefaults.HttpPortsKey] is null)
        {
            builder.WebHost.UseUrls(url);
        }

        foreach (var address in (builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            CheckPort(address);
        }
    }

    // Kestrel takes what follows the colon for a part of the name where it is no number, and listens on port 80 then.
    private static void CheckPort(string address)
    {
        var parsed = BindingAddress.Parse(address);
        if (!parsed.IsUnixPipe && (parsed.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort || (parsed.Host.Contains(':', StringComparison.Ordinal) && !parsed.Host.StartsWith('['))))
        {
            throw new HostSetupException($"{address} has no port from 0 to 65535. Choose another address with --urls, such as --urls http://localhost:5002.");
        }
    }

    /// <summary>
    /// Sets defaults that hold also where the host is started from a folder without its <c>appsettings.json</c>: the framework does not log every request, a client has a limit, and a customer none, and the gateway little time.
    /// </summary>
    public static void SetDefaults(this WebApplicationBuilder builder)
    {
        Dictionary<string, string?> defaults = new()
        {
            ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
            [$"{BookstoreApiOptions.SectionName}:{nameof(BookstoreApiOptions.MaxRequestsPerSecond)}"] = "200",

            // Whoever tries the host out has one customer, and cards that are declined or wait.
            [$"{BookstoreApiOptions.SectionName}:{nameof(BookstoreOptions.MaxUnpaidOrdersPerCustomer)}"] = "0",
            [$"{BookstoreApiOptions.SectionName}:{nameof(BookstoreOptions.MaxDeclinedOrdersPerCustomer)}"] = "0",
        };
        if (!ShopSetup.UsesStripe(builder.Configuration))
        {
            // The simulated gateway answers at once, so that an order whose payment is unknown need not wait long.
            defaults.Add($"{BookstoreApiOptions.SectionName}:{nameof(BookstoreOptions.GatewayTimeout)}", "00:00:05");
            defaults.Add($"{BookstoreApiOptions.SectionName}:{nameof(BookstoreOptions.RecoveryGrace)}", "00:00:10");
        }

        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }

    /// <summary>
    /// Keeps out of the log, at any configured level, what Kestrel quotes of malformed requests, such as a line with an API key, and whole addresses, whose query may name a customer.
    /// </summary>
    public static void KeepSecretsOutOfTheLog(this WebApplicationBuilder builder) => builder.Logging
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.HttpLogging", LogLevel.None);

    /// <summary>Tells browsers to take every answer, the documentation's too, for what it says it is, and to show none within a page of others.</summary>
    public static void RestrictBrowsers(this WebApplication app) => app.Use(static (context, next) =>
    {
        context.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        if (!context.Request.Path.StartsWithSegments(Api))
        {
            // The API says so itself.
            context.Response.Headers.XContentTypeOptions = "nosniff";
        }

        return next(context);
    });

    /// <summary>Gives refusals outside of the API that have no body, such as those of the framework's routing, the body that the API's own have.</summary>
    public static void ExplainRefusals(this WebApplication app) => app.UseWhen(
        static context => !context.Request.Path.StartsWithSegments(Api),
        static rest => rest.UseStatusCodePages(static pages => ExplainAsync(pages.HttpContext)).Use(AnswerFaultsAsync));

    /// <summary>Answers addresses outside of the API in the API's own way. A route for all of them would be a candidate of every request of the API as well.</summary>
    public static void AnswerUnknownAddresses(this WebApplication app) => app.Use(static (context, next) => context.GetEndpoint() is null ? AnswerNotFoundAsync(context) : next(context));

    /// <summary>Answers the other methods of what can be read only with 405.</summary>
    public static void RefuseOtherMethods(this WebApplication app, [StringSyntax("Route")] string pattern) => app.Map(pattern, static context =>
    {
        const string Allow = "GET, HEAD";
        context.Response.Headers.Allow = Allow;
        return AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, ProblemCodes.MethodNotAllowed, "Method not allowed", $"This address allows {Allow}.");
    }).WithOrder(1).ExcludeFromDescription();

    /// <summary>Answers that there is nothing at an address.</summary>
    public static Task AnswerNotFoundAsync(HttpContext context) => AnswerAsync(
        context, StatusCodes.Status404NotFound, ProblemCodes.NotFound, "Not found", "There is nothing at this address. The API is under /api, its description at /openapi.yaml.");

    private static Task ExplainAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => AnswerNotFoundAsync(context),
        StatusCodes.Status405MethodNotAllowed => AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, ProblemCodes.MethodNotAllowed, "Method not allowed", $"This address allows {context.Response.Headers.Allow}."),
        StatusCodes.Status415UnsupportedMediaType => AnswerAsync(context, StatusCodes.Status415UnsupportedMediaType, ProblemCodes.UnsupportedMediaType, "Unsupported media type", "This address does not take a body of this type."),
        StatusCodes.Status503ServiceUnavailable => AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, ProblemCodes.Overloaded, "Overloaded", "Too many clients read this at the moment. Try again later."),
        >= StatusCodes.Status500InternalServerError => AnswerAsync(context, context.Response.StatusCode, ProblemCodes.InternalError, "Internal error", "Something went wrong here. The trace id finds it in the logs."),
        var status => AnswerAsync(context, status, ProblemCodes.InvalidQuery, "The request is not valid", "This address does not take such a request."),
    };

    // The framework would describe the exception in Development, and say nothing anywhere else.
    private static async Task AnswerFaultsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Bookstore.Host").LogError(exception, "A request outside of the API failed");
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string code, string title, string detail)
    {
        var problem = new ProblemResource
        {
            Type = "urn:bookstore:problem:" + code,
            Title = title,
            Status = status,
            Detail = detail,
            Code = code,
            Message = detail,
            TraceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier,
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, problem, BookstoreJsonContext.Default.ProblemResource, context.RequestAborted);
    }
}
