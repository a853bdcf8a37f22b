using Shouldly;

namespace Bookstore.Crash;

/// <summary>What the processes under load told their customers before they died.</summary>
internal sealed class Acknowledgements
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Run, int Caller), LoadRequest> _next = [];
    private readonly Dictionary<string, (string Outcome, string OrderId)> _placed = new(StringComparer.Ordinal);

    /// <summary>The answers to orders: outcome and order id, by key.</summary>
    public IReadOnlyDictionary<string, (string Outcome, string OrderId)> Placed => _placed;

    public HashSet<string> Cancelled { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Dispatched { get; } = new(StringComparer.Ordinal);

    /// <summary>Requests that ended with an exception, and were sent again.</summary>
    public List<string> Failed { get; } = [];

    /// <summary>The requests of which it is not known how far they came: one for each caller.</summary>
    public IReadOnlyCollection<LoadRequest> Unfinished => _next.Values;

    public void AddRun(string run, int callers)
    {
        for (var caller = 0; caller < callers; caller++)
        {
            _next[(run, caller)] = new LoadRequest(run, caller, 0);
        }
    }

    /// <summary>Notes a line of a process's output.</summary>
    /// <returns>Whether it ends a request.</returns>
    public bool Add(string line)
    {
        var fields = line.Split(' ');
        lock (_lock)
        {
            switch (fields[0])
            {
                case "placed":
                    AddPlaced(fields[1], fields[2], fields[3]);
                    break;
                case "cancelled" when fields[2] == nameof(CancelOrderOutcome.Cancelled):
                    Cancelled.Add(fields[1]);
                    break;
                case "dispatched" when fields[2] == nameof(MoveDeliveryOutcome.Moved):
                    Dispatched.Add(fields[1]);
                    break;
                case "failed":
                    Failed.Add(line);
                    break;
                case "done":
                    var request = LoadRequest.Parse(fields[1]);
                    _next[(request.Run, request.Caller)] = request.Next;
                    return true;
            }

            return false;
        }
    }

    // An order that was confirmed once stays confirmed to whoever asks again.
    private void AddPlaced(string key, string outcome, string orderId)
    {
        if (_placed.TryGetValue(key, out var earlier) && earlier.OrderId.Length > 0)
        {
            orderId.ShouldBe(earlier.OrderId, $"the key {key} stood for another order before");
            if (earlier.Outcome == nameof(PlaceOrderOutcome.Created))
            {
                outcome.ShouldBe(earlier.Outcome, $"the key {key} was confirmed before");
            }
        }

        _placed[key] = (outcome, orderId);
    }
}
