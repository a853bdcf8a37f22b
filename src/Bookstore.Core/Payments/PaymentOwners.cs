using Bookstore.Storage;

namespace Bookstore;

/// <summary>Asks all gateways of this host at once which of them has an order's payment. Thread-safe.</summary>
/// <remarks>
/// A gateway that does not answer keeps the answer of no other waiting: it has so many calls in progress at the most, and after so many in a row without an answer it is asked about one order a round.
/// </remarks>
internal sealed class PaymentOwners
{
    private const int Concurrency = 16;
    private const int MostUnanswered = 16;

    private readonly GuardedGateway _gateway;
    private readonly Asked[] _asked;

    public PaymentOwners(GuardedGateway gateway, bool continuesInline)
    {
        _gateway = gateway;
        _asked = [.. gateway.Names.Select(name => new Asked(name, new CallSlots(Concurrency, continuesInline), new UnansweredCalls(MostUnanswered)))];
    }

    /// <summary>Begins a round of questions.</summary>
    public void BeginRound()
    {
        foreach (var one in _asked)
        {
            one.Calls.BeginRound();
        }
    }

    /// <summary>Finds the gateway that knows the payment of an order.</summary>
    /// <returns>Its name as soon as it has answered. Else, when all calls have ended, whether each gateway has answered that it knows of no payment.</returns>
    public async Task<(string? Owner, bool IsUnknownToAll)> FindAsync(OrderRecord order)
    {
        using var found = new CancellationTokenSource();
        var calls = _asked.Select(one => AskAsync(one, order, found.Token)).ToList();
        var isUnknownToAll = true;
        while (calls.Count > 0)
        {
            var ended = await Task.WhenAny(calls).ConfigureAwait(false);
            calls.Remove(ended);
            var (name, (outcome, payment)) = await ended.ConfigureAwait(false);
            if (payment is not null)
            {
                // Those that wait to be asked have no need to be.
                await found.CancelAsync().ConfigureAwait(false);
                return (name, false);
            }

            // One that does not answer now, or contradicts the record, may have the payment.
            isUnknownToAll &= outcome == FindOutcome.Answered;
        }

        return (null, isUnknownToAll);
    }

    private async Task<(string Name, FoundPayment Found)> AskAsync(Asked one, OrderRecord order, CancellationToken found)
    {
        int slot;
        try
        {
            slot = await one.Slots.EnterAsync(found).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (one.Name, new FoundPayment(FindOutcome.NotAnswered, null));
        }

        try
        {
            if (!one.Calls.TryTake())
            {
                return (one.Name, new FoundPayment(FindOutcome.NotAnswered, null));
            }

            var begun = one.Calls.Begin();
            var answer = await _gateway.FindAsync(order with { Gateway = one.Name }).ConfigureAwait(false);
            one.Calls.End(begun, answer.Outcome != FindOutcome.NotAnswered);
            return (one.Name, answer);
        }
        finally
        {
            one.Slots.Leave(slot);
        }
    }

    private sealed record Asked(string Name, CallSlots Slots, UnansweredCalls Calls);
}
