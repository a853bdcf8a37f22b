using Shouldly;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow.Model;

/// <summary>One order in a shop, and the model of it.</summary>
internal sealed record OrderScene(TestShop Shop, Random Random, Order Order, OrderModel Model)
{
    /// <summary>The copies that came back and were written off.</summary>
    public Dictionary<Isbn, int> Damaged { get; } = [];

    /// <summary>The refunds that the gateway was asked for without a result: it may have made them.</summary>
    public HashSet<Guid> Asked { get; } = [];

    public Isbn AnyBook() => Order.Lines[Random.Next(Order.Lines.Count)].Isbn;

    public ValueTask<IReadOnlyList<Refund>> RefundsAsync() => Shop.Refunds.ListAsync(Order.Id);

    /// <summary>The background work makes the calls that are due; what the gateway refused is not given back.</summary>
    public async Task SettleAsync()
    {
        await Shop.Settlement.RunOnceAsync();
        var refunds = await RefundsAsync();
        refunds.Count.ShouldBe(Model.Refunds.Count, ToString());
        for (var i = 0; i < refunds.Count; i++)
        {
            Model.Refunds[i].IsFailed = refunds[i].Status == RefundStatus.Failed;
            _ = refunds[i].Status == RefundStatus.Pending ? Asked.Add(refunds[i].Id) : Asked.Remove(refunds[i].Id);
        }
    }

    /// <summary>A person decides: 0 to try it again, 1 to mark it as done, 2 to give it up.</summary>
    public async Task ResolveAsync(ModelRefund failed, int decision)
    {
        var id = (await RefundsAsync())[Model.Refunds.IndexOf(failed)].Id;
        var resolved = decision switch
        {
            0 => await Shop.Refunds.RetryAsync(id),
            1 => await Shop.Refunds.MarkDoneAsync(id, "bank transfer 17"),
            _ => await Shop.Refunds.GiveUpAsync(id, "the customer has a voucher"),
        };
        var expected = decision == 2 || Model.CanRetry(failed) ? ResolveRefundOutcome.Resolved : ResolveRefundOutcome.ExceedsCaptured;
        resolved.Outcome.ShouldBe(expected, $"{decision} of {failed}, {this}");
        if (expected == ResolveRefundOutcome.Resolved)
        {
            (failed.IsFailed, failed.IsResolved, failed.IsMarkedDone) = (decision == 2, decision > 0, decision == 1);
        }
    }

    public override string ToString() => $"{Order.Total}, given {string.Join(", ", Model.Refunds)}: {string.Join("; ", Model.Lines.Values)}";
}
