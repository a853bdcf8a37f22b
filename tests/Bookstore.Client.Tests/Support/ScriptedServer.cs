using System.Collections.Concurrent;
using System.Net;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Bookstore.Client.Tests;

/// <summary>A real server that answers each request with the next step of a script, and the last step for ever.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestDelegate[] _script;
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private int _next;

    private ScriptedServer(RequestDelegate[] script, Action<ListenOptions>? listen, int port = 0)
    {
        _script = script;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port, endpoint => listen?.Invoke(endpoint)));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    public static async Task<ScriptedServer> StartAsync(params RequestDelegate[] script) => await StartAsync(null, script);

    /// <summary>Starts a server where another one has listened before.</summary>
    public static async Task<ScriptedServer> StartAsync(int port, params RequestDelegate[] script)
    {
        var server = new ScriptedServer(script, listen: null, port);
        await server._app.StartAsync();
        return server;
    }

    public static async Task<ScriptedServer> StartAsync(Action<ListenOptions>? listen, params RequestDelegate[] script)
    {
        var server = new ScriptedServer(script, listen);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers;
        _requests.Enqueue(new SeenRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            body,
            headers[BookstoreHeaders.ApiKey].ToString(),
            headers[BookstoreHeaders.IdempotencyKey].ToString(),
            headers[BookstoreHeaders.LastEventId].ToString()));
        var step = Math.Min(Interlocked.Increment(ref _next) - 1, _script.Length - 1);
        await _script[step](context);
    }
}

internal sealed record SeenRequest(string Method, string PathAndQuery, string Body, string ApiKey, string IdempotencyKey, string LastEventId = "");
