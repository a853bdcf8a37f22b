namespace Bookstore.Stripe.Double.Account;

/// <summary>What an account holds. Used under the account's lock alone.</summary>
internal sealed class Ledger
{
    private long _last;

    public Ledger(StripeAccount account, TimeProvider time)
    {
        (Account, Time) = (account, time);
        Shapes = new Shapes(this);
        Intents = new IntentActions(this);
        Refunds = new RefundActions(this);
        Lists = new ListActions(this);
    }

    public StripeAccount Account { get; }

    public TimeProvider Time { get; }

    public List<IntentState> AllIntents { get; } = [];

    public List<ChargeState> Charges { get; } = [];

    public List<RefundState> AllRefunds { get; } = [];

    public List<StripeEvent> Events { get; } = [];

    public Shapes Shapes { get; }

    public IntentActions Intents { get; }

    public RefundActions Refunds { get; }

    public ListActions Lists { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public string NewId(string prefix) => $"{prefix}_double{++_last:D8}";

    public void Publish(string type, System.Text.Json.Nodes.JsonObject resource) => Events.Add(StripeEvent.Of(NewId("evt"), type, resource, Now));
}
