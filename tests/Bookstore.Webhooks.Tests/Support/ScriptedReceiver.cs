using System.Net;
using System.Text;
using Bookstore.Client;
using Bookstore.Contracts;

namespace Bookstore.Webhooks.Tests;

/// <summary>A receiver without a network: it verifies what it gets, and answers as the test says.</summary>
internal sealed class ScriptedReceiver(TimeProvider time) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<EventResource> _received = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The secrets that it accepts.</summary>
    public List<string> Secrets { get; } = [];

    /// <summary>What it answers to an event. Default 204.</summary>
    public Func<EventResource, HttpResponseMessage> Answer { get; set; } = static _ => new HttpResponseMessage(HttpStatusCode.NoContent);

    /// <summary>Whether a request to an address gets no answer. Default none.</summary>
    public Func<Uri, EventResource, bool> Hangs { get; set; } = static (_, _) => false;

    /// <summary>The events of the requests that it got, with any response.</summary>
    public IReadOnlyList<EventResource> Received
    {
        get
        {
            lock (_lock)
            {
                return [.. _received];
            }
        }
    }

    public IEnumerable<string> Types => Received.Select(static happened => happened.Type);

    /// <summary>Waits until it has got so many requests.</summary>
    public async Task WaitForAsync(int requests)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_received.Count >= requests)
                {
                    return;
                }

                next = _next.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _received.Clear();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var headers = WebhookHeaders.Read(name => request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null);
        var verified = BookstoreWebhooks.Verify(body, headers, Secrets, time);
        if (verified.Event is not { } happened)
        {
            return new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent(verified.Detail, Encoding.UTF8) };
        }

        bool hangs;
        lock (_lock)
        {
            _received.Add(happened);
            _next.TrySetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            hangs = Hangs(request.RequestUri!, happened);
            if (!hangs)
            {
                return Answer(happened);
            }
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("It hangs for ever.");
    }
}
