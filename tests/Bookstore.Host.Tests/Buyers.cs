using System.Collections.Concurrent;
using System.Globalization;

namespace Bookstore.Samples;

/// <summary>Customers who order one copy after the other, each with a key of its own, and remember what they were told.</summary>
public sealed class Buyers(int count, string isbn = Shopping.Odyssey)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, string> _confirmed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _rejected = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _unfinished = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _surprises = new();
    private readonly int[] _numbers = new int[count];
    private int _refused;

    /// <summary>The orders that were answered 201, by key.</summary>
    public IReadOnlyDictionary<string, string> Confirmed => _confirmed;

    /// <summary>The keys without a final answer.</summary>
    public ICollection<string> Unfinished => _unfinished.Keys;

    /// <summary>How many answers said that it did not work this time.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Buys until the host goes away or it is told to stop.</summary>
    public Task BuyAsync(HostProcess host, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, count).Select(buyer => Task.Run(() => BuyAsync(host, buyer, stop), CancellationToken.None)));

    /// <summary>Lets each buyer order once.</summary>
    public Task BuyOnceAsync(HostProcess host) => Task.WhenAll(Enumerable.Range(0, count).Select(buyer => AskAsync(host, NextKey(buyer), host.Http)));

    /// <summary>Waits until so many more orders are confirmed.</summary>
    public Task ConfirmMoreAsync(int orders)
    {
        var goal = _confirmed.Count + orders;
        return Eventually.TrueAsync(() => _confirmed.Count >= goal, () => $"{goal} orders confirmed; there are {_confirmed.Count}, {Refused} refusals; {string.Join(' ', _surprises)}");
    }

    /// <summary>Sends what has no final answer again with its key, until it has one.</summary>
    public Task FinishAsync(HostProcess host) => Parallel.ForEachAsync(
        _unfinished.Keys.ToList(), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (key, _) => await FinishAsync(host, key));

    /// <summary>Compares the host's orders with what was told: one order a key, and nothing else.</summary>
    /// <param name="host">The host.</param>
    /// <param name="stock">How many copies there were at first.</param>
    public async Task CheckAsync(HostProcess host, int stock)
    {
        _surprises.ShouldBeEmpty();
        _unfinished.ShouldBeEmpty();
        var orders = await Shopping.ListAsync(host, "/api/orders?limit=1000");
        orders.ToDictionary(static order => order["customer_id"]!.GetValue<string>(), static order => (order["order_id"]!.GetValue<string>(), order["status"]!.GetValue<string>()), StringComparer.Ordinal)
            .ShouldBe(
                _confirmed.Select(static told => KeyValuePair.Create(told.Key, (told.Value, "created"))).Concat(_rejected.Select(static told => KeyValuePair.Create(told.Key, (told.Value, "rejected")))),
                ignoreOrder: true);
        (await host.GetAsync($"/api/books/{isbn}"))["stock"]!.GetValue<int>().ShouldBe(stock - _confirmed.Count);
    }

    private async Task BuyAsync(HostProcess host, int buyer, CancellationToken stop)
    {
        using var client = host.NewClient(maxConnections: 1);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await AskAsync(host, NextKey(buyer), client);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private string NextKey(int buyer)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"buyer-{buyer}-{_numbers[buyer]++}");
        _unfinished.TryAdd(key, null);
        return key;
    }

    private async Task FinishAsync(HostProcess host, string key)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await AskAsync(host, key, host.Http) is { } pause)
        {
            await Task.Delay(pause, limit.Token);
        }
    }

    // Returns when to ask again, or null once the answer is final.
    private async Task<TimeSpan?> AskAsync(HostProcess host, string key, HttpClient client)
    {
        using var answer = await host.PostAsync("/api/orders", Shopping.Order(isbn, customer: key), key, client);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var order = body["order_id"]?.GetValue<string>();
        switch (answer.StatusCode, body["code"]?.GetValue<string>())
        {
            case (HttpStatusCode.Created, _):
                End(key, order!, _confirmed);
                return null;
            case (HttpStatusCode.PaymentRequired, ProblemCodes.PaymentDeclined):
                End(key, order!, _rejected);
                return null;
            case (HttpStatusCode.Accepted, _):
                Note(key, order!);
                break;
            case (HttpStatusCode.Conflict, ProblemCodes.IdempotencyInProgress):
            case (HttpStatusCode.ServiceUnavailable, ProblemCodes.Overloaded):
            case (HttpStatusCode.InternalServerError, ProblemCodes.InternalError) when body["detail"]!.GetValue<string>().Contains("not known", StringComparison.Ordinal):
                break;
            default:
                _surprises.Enqueue($"{key}: {(int)answer.StatusCode} {body.ToJsonString()}");
                break;
        }

        Interlocked.Increment(ref _refused);
        return answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(0.2);
    }

    private void Note(string key, string order)
    {
        var noted = _unfinished.AddOrUpdate(key, order, (_, earlier) => earlier ?? order);
        if (noted != order)
        {
            _surprises.Enqueue($"{key} was {noted} and then {order}");
        }
    }

    private void End(string key, string order, ConcurrentDictionary<string, string> ended)
    {
        Note(key, order);
        _unfinished.TryRemove(key, out _);
        if (!ended.TryAdd(key, order))
        {
            _surprises.Enqueue($"{key} ended twice");
        }
    }
}
