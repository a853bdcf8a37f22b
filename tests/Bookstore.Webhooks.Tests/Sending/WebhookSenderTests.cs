using System.Text;
using Bookstore.Client;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>The sender against receivers that are right, slow, broken and hostile, over real sockets.</summary>
public sealed class WebhookSenderTests
{
    private static readonly TimeSpan Timeout = new WebhookOptions().Timeout;

    [Fact]
    public async Task A_success_has_its_status_and_its_response_and_keeps_its_connection()
    {
        await using var receiver = SocketReceiver.Responding("HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\nthank");
        using var sender = TestMessages.Sender();

        for (var i = 0; i < 3; i++)
        {
            var result = await sender.SendAsync(receiver.Url);
            (result.IsSuccess, result.Status, result.Response, result.Error).ShouldBe((true, 202, "thank", string.Empty));
        }

        (receiver.Connections, receiver.Requests).ShouldBe((1, 3));
    }

    [Fact]
    public async Task A_request_is_signed_and_says_nothing_else_of_the_sender()
    {
        var requests = new List<(string Head, byte[] Body)>();
        await using var receiver = new SocketReceiver(async (stream, receiver, stop) =>
        {
            requests.Add((await receiver.ReadRequestAsync(stream, stop))!.Value);
            await stream.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), stop);
        });
        using var activity = new System.Diagnostics.Activity("test").Start();
        using var sender = TestMessages.Sender();

        (await sender.SendAsync(receiver.Url)).IsSuccess.ShouldBeTrue();

        var (head, body) = requests.Single();
        var headers = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => line.Split(": ", 2)).ToDictionary(static line => line[0], static line => line[1], StringComparer.OrdinalIgnoreCase);
        headers.Keys.ShouldBe(["Host", "User-Agent", "webhook-id", "webhook-timestamp", "webhook-signature", "Content-Type", "Content-Length"], ignoreOrder: true);
        Encoding.UTF8.GetString(body).ShouldBe(
            """{"type":"order.created","timestamp":"2026-11-22T10:30:00.123Z","data":{"order_id":"o"},"id":"0190a000-0000-7000-8000-0000000000aa","sequence":2,"resource":"orders/0190a000-0000-7000-8000-000000000001"}""");
        var happened = BookstoreWebhooks.Verify(body, WebhookHeaders.Read(name => headers.GetValueOrDefault(name)), SecretCipher.TextOf(TestMessages.Secret)).Event.ShouldNotBeNull();
        happened.Resource.ShouldBe("orders/0190a000-0000-7000-8000-000000000001");
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", nameof(SendFault.Refused), 500)]
    [InlineData("HTTP/1.1 404 Oh\r\nContent-Length: 0\r\n\r\n", nameof(SendFault.Refused), 404)]
    [InlineData("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", nameof(SendFault.Refused), 410)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n", nameof(SendFault.Redirected), 302)]
    [InlineData("HTTP/1.1 307 Temporary\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n", nameof(SendFault.Redirected), 307)]
    [InlineData("HTTP/1.1 304 Not Modified\r\n\r\n", nameof(SendFault.Redirected), 304)]
    public async Task A_status_that_is_no_success_is_a_failure_and_is_not_followed(string response, string fault, int status)
    {
        await using var receiver = SocketReceiver.Responding(response);
        using var sender = TestMessages.Sender();

        var result = await sender.SendAsync(receiver.Url);

        (result.Fault.ToString(), result.Status).ShouldBe((fault, status));
        receiver.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("<html>\r\n\r\n")]
    public async Task A_receiver_that_closes_early_or_speaks_no_HTTP_fails(string response)
    {
        await using var receiver = new SocketReceiver(async (stream, receiver, stop) =>
        {
            await receiver.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(response), stop);
        });
        using var sender = TestMessages.Sender();

        var result = await sender.SendAsync(receiver.Url);

        (result.Fault, result.Status, result.Response).ShouldBe((SendFault.Broken, null, null));
    }

    [Fact]
    public async Task Headers_without_end_are_not_read()
    {
        await using var receiver = new SocketReceiver(async (stream, receiver, stop) =>
        {
            await receiver.ReadRequestAsync(stream, stop);
            await WriteForEverAsync(stream, receiver, "HTTP/1.1 200 OK\r\n", "X-Header: " + new string('x', 1_000) + "\r\n", stop);
        });
        using var sender = TestMessages.Sender();

        (await sender.SendAsync(receiver.Url)).Fault.ShouldBe(SendFault.Broken);

        (await receiver.ClosedAfter.Task).ShouldBeLessThan(64L * 1_048_576);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", 200, nameof(SendFault.None))]
    [InlineData("HTTP/1.1 500 Oh\r\n\r\n", 500, nameof(SendFault.Refused))]
    public async Task A_response_of_a_gigabyte_is_read_to_its_beginning_and_its_connection_is_closed(string head, int status, string fault)
    {
        await using var receiver = new SocketReceiver(async (stream, receiver, stop) =>
        {
            await receiver.ReadRequestAsync(stream, stop);
            await WriteForEverAsync(stream, receiver, head, new string('é', 32_768), stop);
        });
        using var sender = TestMessages.Sender();

        var result = await sender.SendAsync(receiver.Url);

        (result.Fault.ToString(), result.Status).ShouldBe((fault, status));
        result.Response.ShouldBe(new string('é', 512));
        (await receiver.ClosedAfter.Task).ShouldBeLessThan(64L * 1_048_576);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    public async Task A_receiver_that_hangs_or_drips_times_out(string beginning)
    {
        var time = new FakeTimeProvider();
        await using var receiver = Hanging(beginning);
        using var sender = TestMessages.Sender(time);

        var sending = sender.SendAsync(receiver.Url);
        await receiver.Signal.Task;
        time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        sending.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));

        var result = await sending;
        (result.Fault, result.Status, result.Duration).ShouldBe((SendFault.TimedOut, null, Timeout));
    }

    [Fact]
    public async Task A_status_that_came_in_time_counts_however_slowly_the_body_drips()
    {
        var time = new FakeTimeProvider();
        await using var receiver = Hanging("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsl");
        using var sender = TestMessages.Sender(time);

        var sending = sender.SendAsync(receiver.Url);
        await receiver.Signal.Task;
        while (!sending.IsCompleted)
        {
            time.Advance(Timeout);
            await Task.WhenAny(sending, Task.Yield().ToTask());
        }

        var result = await sending;
        (result.Fault, result.Status).ShouldBe(result.Status is null ? (SendFault.TimedOut, null) : (SendFault.None, 200));
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_told()
    {
        await using var receiver = Hanging(string.Empty);
        using var sender = TestMessages.Sender();
        using var stop = new CancellationTokenSource();

        var sending = sender.SendAsync(receiver.Url, cancellationToken: stop.Token);
        await receiver.Signal.Task;
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Requests_to_one_host_keep_no_connection_from_each_other()
    {
        var arrived = new SemaphoreSlim(0);
        await using var receiver = new SocketReceiver(async (stream, receiver, stop) =>
        {
            await receiver.ReadRequestAsync(stream, stop);
            arrived.Release();
            await receiver.Signal.Task.WaitAsync(stop);
            await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray(), stop);
        });
        using var sender = TestMessages.Sender();

        var slow = Enumerable.Range(0, 20).Select(_ => sender.SendAsync(receiver.Url)).ToList();
        for (var i = 0; i < slow.Count; i++)
        {
            await arrived.WaitAsync();
        }

        receiver.Connections.ShouldBe(slow.Count);
        receiver.Signal.SetResult();
        (await Task.WhenAll(slow)).ShouldAllBe(static result => result.IsSuccess);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("Sun, 22 Nov 2026 10:31:00 GMT", 60)]
    [InlineData("Sun, 22 Nov 2026 10:29:00 GMT", null)]
    public async Task The_receiver_may_ask_to_wait(string header, int? seconds)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 30, 0, TimeSpan.Zero));
        await using var receiver = SocketReceiver.Responding($"HTTP/1.1 503 Busy\r\nRetry-After: {header}\r\nContent-Length: 0\r\n\r\n");
        using var sender = TestMessages.Sender(time);

        (await sender.SendAsync(receiver.Url, now: time.GetUtcNow())).RetryAfter.ShouldBe(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null);
    }

    [Fact]
    public async Task Control_characters_of_a_response_are_not_kept()
    {
        await using var receiver = SocketReceiver.Responding("HTTP/1.1 500 Oh\r\nContent-Length: 4\r\n\r\na\0b\u001b");
        using var sender = TestMessages.Sender();

        (await sender.SendAsync(receiver.Url)).Response.ShouldBe("a\uFFFDb\uFFFD");
    }

    private static SocketReceiver Hanging(string beginning) => new(async (stream, receiver, stop) =>
    {
        await receiver.ReadRequestAsync(stream, stop);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(beginning), stop);
        await stream.FlushAsync(stop);
        receiver.Signal.TrySetResult();
        await Task.Delay(System.Threading.Timeout.Infinite, stop);
    });

    private static async Task WriteForEverAsync(Stream stream, SocketReceiver receiver, string head, string piece, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head), stop);
        var bytes = Encoding.UTF8.GetBytes(piece);
        var written = 0L;
        try
        {
            while (written < 1_073_741_824)
            {
                await stream.WriteAsync(bytes, stop);
                written += bytes.Length;
            }
        }
        catch (IOException)
        {
            // The sender closed the connection.
        }

        receiver.ClosedAfter.TrySetResult(written);
    }
}

/// <summary>Yields as a task.</summary>
internal static class YieldExtensions
{
    public static async Task ToTask(this System.Runtime.CompilerServices.YieldAwaitable yield) => await yield;
}
