using Bookstore.Stripe.Double.Api;

namespace Bookstore.Stripe.Double.Account;

/// <summary>The account behind a double: what happened in it, and what its owner and its customers do beside the API.</summary>
public sealed class StripeAccount
{
    private readonly Lock _lock = new();
    private readonly Ledger _ledger;

    internal StripeAccount(TimeProvider time)
    {
        _ledger = new Ledger(this, time);
        Keys = new IdempotencyKeys(time);
    }

    /// <summary>How long after its creation a PaymentIntent is found by a search. Default: at once.</summary>
    public TimeSpan SearchLag { get; set; }

    /// <summary>The events of the account, in the order of what happened.</summary>
    public IReadOnlyList<StripeEvent> Events => Do(static ledger => ledger.Events.ToArray());

    /// <summary>How many PaymentIntents hold or took money.</summary>
    public int Charged => Do(static ledger => ledger.AllIntents.Count(static intent => intent.Status is "requires_capture" or "succeeded"));

    /// <summary>How many PaymentIntents there are.</summary>
    public int Intents => Do(static ledger => ledger.AllIntents.Count);

    internal IdempotencyKeys Keys { get; }

    internal Uri? ActionPage { get; set; }

    /// <summary>The ids of the PaymentIntents with this metadata.</summary>
    public IReadOnlyList<string> FindIntents(string key, string value) =>
        Do(ledger => ledger.AllIntents.Where(intent => intent.Metadata.GetValueOrDefault(key) == value).Select(static intent => intent.Id).ToArray());

    /// <summary>The status of a PaymentIntent.</summary>
    public string StatusOf(string intentId) => Do(ledger => ledger.Intents.Get(intentId).Status);

    /// <summary>The captured amount of a PaymentIntent, in minor units as Stripe counts them.</summary>
    public long CapturedOf(string intentId) => Do(ledger => ledger.Intents.Get(intentId).Charge?.Captured ?? 0);

    /// <summary>The refunded amount of a PaymentIntent, in minor units as Stripe counts them.</summary>
    public long RefundedOf(string intentId) => Do(ledger => ledger.Intents.Get(intentId).Charge?.Refunded ?? 0);

    /// <summary>Plays the customer at the bank.</summary>
    public void CompleteAction(string intentId, bool isApproved) => Do(ledger => ledger.Intents.CompleteAction(intentId, isApproved));

    /// <summary>Plays the customer at the bank, if the payment still waits for them.</summary>
    public bool TryCompleteAction(string intentId, bool isApproved) => Do(ledger =>
    {
        if (ledger.Intents.Get(intentId).Status != "requires_action")
        {
            return false;
        }

        ledger.Intents.CompleteAction(intentId, isApproved);
        return true;
    });

    /// <summary>Captures in the dashboard.</summary>
    public void CaptureInDashboard(string intentId) => Do(ledger => ledger.Intents.Capture(intentId, new StripeParameters([])));

    /// <summary>Cancels in the dashboard.</summary>
    public void CancelInDashboard(string intentId) => Do(ledger => ledger.Intents.Cancel(intentId, new StripeParameters([])));

    /// <summary>Lets the hold of an uncaptured payment end, as Stripe does after some days.</summary>
    public void Expire(string intentId) => Do(ledger => ledger.Intents.Cancel(intentId, new StripeParameters([new("cancellation_reason", "automatic")])));

    /// <summary>Refunds in the dashboard.</summary>
    /// <param name="intentId">The PaymentIntent.</param>
    /// <param name="amount">How much, in minor units as Stripe counts them.</param>
    public void RefundInDashboard(string intentId, long amount) =>
        Do(ledger => ledger.Refunds.Create(new StripeParameters([new("payment_intent", intentId), new("amount", amount.ToString(System.Globalization.CultureInfo.InvariantCulture))])));

    /// <summary>Lets the refunds of a PaymentIntent fail that had succeeded so far, as a closed card does it days later.</summary>
    public void FailRefunds(string intentId) => Do(ledger => ledger.Refunds.Fail(intentId));

    /// <summary>Lets the refunds of a payment succeed that are pending.</summary>
    public void CompleteRefunds(string intentId) => Do(ledger => ledger.Refunds.Complete(intentId));

    /// <summary>Has the customer dispute a payment.</summary>
    public void Dispute(string intentId) => Do(ledger => ledger.Intents.Dispute(intentId));

    /// <summary>Has the bank decide a dispute: <c>won</c> or <c>lost</c>.</summary>
    public void CloseDispute(string intentId, string status) => Do(ledger => ledger.Intents.CloseDispute(intentId, status));

    internal T Do<T>(Func<Ledger, T> action)
    {
        lock (_lock)
        {
            return action(_ledger);
        }
    }
}
