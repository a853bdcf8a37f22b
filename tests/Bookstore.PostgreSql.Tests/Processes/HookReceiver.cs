using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bookstore.PostgreSql;

/// <summary>Receives what hosts send to webhook endpoints, one address for each, and takes a moment for each request.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Lock _lock = new();
    private readonly List<(string Endpoint, string Id, string Resource, long Sequence)> _received = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HookReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.MapPost("/{endpoint}", ReceiveAsync);
    }

    public Uri Address => new(_application.Urls.Single());

    /// <summary>The requests in the order of their arrival.</summary>
    public IReadOnlyList<(string Endpoint, string Id, string Resource, long Sequence)> Received
    {
        get
        {
            lock (_lock)
            {
                return [.. _received];
            }
        }
    }

    public static async Task<HookReceiver> StartAsync()
    {
        var receiver = new HookReceiver();
        await receiver._application.StartAsync();
        return receiver;
    }

    /// <summary>Waits until so many different events have arrived, each endpoint's counted.</summary>
    public async Task WaitForAsync(int events)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_received.Distinct().Count() >= events)
                {
                    return;
                }

                next = _next.Task;
            }

            await next.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task<IResult> ReceiveAsync(string endpoint, HttpRequest request)
    {
        var body = (await request.ReadFromJsonAsync<JsonNode>())!;
        lock (_lock)
        {
            _received.Add((endpoint, body["id"]!.GetValue<string>(), body["resource"]!.GetValue<string>(), body["sequence"]!.GetValue<long>()));
            _next.TrySetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(20), request.HttpContext.RequestAborted);
        return Results.NoContent();
    }
}
