using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Bookstore.Bench;

/// <summary>Customers who order one after the other, each on a connection of its own. One who is told 503 waits as long as Retry-After says.</summary>
internal sealed class Callers(Uri url, int count, TimeSpan time)
{
    private readonly ConcurrentBag<Caller> _all = [];
    private long _started;

    public async Task<CallersResult> RunAsync()
    {
        _started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => OrderAsync(number))));
        var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        var refusals = _all.SelectMany(caller => caller.Refusals).Order().ToArray();
        return new CallersResult(
            _all.Sum(caller => caller.Created) / seconds,
            refusals.Length / seconds,
            refusals.Length == 0 ? 0 : refusals[(int)(refusals.Length * 0.99)],
            _all.Sum(caller => caller.Created));
    }

    private async Task OrderAsync(int number)
    {
        var caller = new Caller();
        _all.Add(caller);
        // Customers do not come in step, and who waited as told would stay in it.
        await Task.Delay(TimeSpan.FromSeconds((double)number / count));
        var request = RequestOf(Shelves.Isbns[number % Shelves.Titles]);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(url.Host, url.Port);
        var buffer = new byte[4_096];
        while (Stopwatch.GetElapsedTime(_started) < time)
        {
            var sent = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            var answer = await ReceiveAsync(socket, buffer);
            switch (StatusOf(answer))
            {
                case 201:
                    caller.Created++;
                    break;
                case 503:
                    caller.Refusals.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                    await WaitAsync(TimeSpan.FromSeconds(NumberAfter(answer, "Retry-After: ")));
                    break;
                default:
                    throw new InvalidOperationException($"An order was answered: {answer}");
            }
        }
    }

    private async Task WaitAsync(TimeSpan pause)
    {
        var left = time - Stopwatch.GetElapsedTime(_started);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(pause < left ? pause : left);
        }
    }

    private byte[] RequestOf(Isbn isbn)
    {
        var body = $$"""{"customer_id":"customer","items":[{"isbn":"{{isbn}}","quantity":1}],"payment":{"card_number":"4242424242424242","expiry":"12/30"} }""";
        return Encoding.ASCII.GetBytes(
            $"POST /api/orders HTTP/1.1\r\nHost: {url.Authority}\r\nX-API-Key: {ServerProcess.ApiKey}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private static async Task<string> ReceiveAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read;
            var head = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (head >= 0)
            {
                var answer = Encoding.ASCII.GetString(buffer, 0, head + 2);
                if (length >= head + 4 + NumberAfter(answer, "Content-Length: "))
                {
                    return answer;
                }
            }

            if (read == 0)
            {
                throw new InvalidOperationException("The host closed a connection.");
            }
        }
    }

    private static int StatusOf(string answer) => int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);

    private static int NumberAfter(string answer, string name)
    {
        var start = answer.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return 0;
        }

        start += name.Length;
        return int.Parse(answer.AsSpan(start, answer.IndexOf('\r', start) - start), CultureInfo.InvariantCulture);
    }

    private sealed class Caller
    {
        public long Created { get; set; }

        public List<double> Refusals { get; } = [];
    }
}

/// <summary>What the callers saw.</summary>
/// <param name="CreatedPerSecond">Orders that were placed.</param>
/// <param name="RefusedPerSecond">Answers 503.</param>
/// <param name="RefusalP99Ms">How long 99 of 100 answers 503 took at most.</param>
/// <param name="Created">How many orders there were.</param>
internal sealed record CallersResult(double CreatedPerSecond, double RefusedPerSecond, double RefusalP99Ms, long Created);
