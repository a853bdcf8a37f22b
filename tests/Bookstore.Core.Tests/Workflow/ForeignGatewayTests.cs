using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>Hosts on one store whose gateways are not the same: each works only on what belongs to a gateway of its own.</summary>
public sealed class ForeignGatewayTests : IAsyncLifetime
{
    private readonly InMemoryStore _records = new();
    private readonly ScriptedPaymentGateway _other = new() { Name = "other" };
    private TestShop _shop = null!;
    private ServiceProvider _foreign = null!;

    [Fact]
    public async Task RunOnceAsync_actions_of_another_gateway_are_left_to_hosts_that_have_it()
    {
        var capture = (await _shop.PlaceAsync(TestShop.Martian)).Order!;
        var refund = await _shop.PlaceCapturedAsync(TestShop.Odyssey);
        var pending = (await _shop.PlaceAsync(TestShop.Algorithms, card: TestShop.AnswerLost)).Order!;
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = refund.Id });
        var before = await RecordsAsync(capture.Id, refund.Id, pending.Id);
        _shop.Time.Advance(TimeSpan.FromDays(2));

        (await Settlement.RunOnceAsync()).ShouldBe(0);
        (await Recovery.RunOnceAsync()).ShouldBe(0);
        await Settlement.DrainAsync();

        (await RecordsAsync(capture.Id, refund.Id, pending.Id)).ShouldBe(before);
        before.ShouldAllBe(record => record.Gateway == "scripted");
        _other.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task CountUnserved_actions_of_a_gateway_that_this_host_lacks_are_counted()
    {
        await _shop.PlaceAsync(TestShop.Martian);
        await _shop.PlaceAsync(TestShop.Odyssey);

        var unserved = (await Settlement.CountUnservedAsync()).ShouldHaveSingleItem();

        (unserved.Gateway, unserved.Orders).ShouldBe(("scripted", 2));
        (await _shop.Settlement.CountUnservedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LookForUnserved_gateway_that_no_host_calls_is_logged_once()
    {
        using var logs = new RecordingLogs();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(logs));
        var watch = new PaymentSettlement(
            _foreign.GetRequiredService<WorkContext>(), _foreign.GetRequiredService<GroupCommit>(), _foreign.GetRequiredService<GuardedGateway>(), factory.CreateLogger<PaymentSettlement>());
        await _shop.PlaceAsync(TestShop.Martian);
        await watch.LookForUnservedAsync(default);
        logs.Entries.ShouldBeEmpty("another host has had no time yet");

        for (var minute = 0; minute < 5; minute++)
        {
            _shop.Time.Advance(TimeSpan.FromMinutes(2));
            await watch.LookForUnservedAsync(default);
        }

        logs.Entries.ShouldHaveSingleItem().Id.ShouldBe(3008);
    }

    [Fact]
    public async Task RunOnceAsync_many_actions_of_another_gateway_before_its_own_makes_its_own()
    {
        for (var i = 0; i < 20; i++)
        {
            await _shop.PlaceAsync(TestShop.Odyssey);
        }

        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        var own = await Workflow.PlaceAsync(TestShop.Request(TestShop.Martian));
        await Settlement.RunOnceAsync();

        (await _shop.OrderAsync(own.Order!.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        (await _records.ListDueOrdersAsync(OrderWork.Settlement, "scripted", DateTimeOffset.MaxValue, 100, default)).Count.ShouldBe(20);
        (await _shop.Settlement.RunOnceAsync()).ShouldBe(20);
    }

    [Fact]
    public async Task CancelAsync_order_of_another_gateway_owes_and_leaves_the_money_to_its_host()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Martian);

        (await Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await Settlement.RunOnceAsync();
        (await RecordsAsync(order.Id)).Single().PendingAction.ShouldBe(PaymentAction.Refund);

        (await _shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await _shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        _other.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task ResumeAsync_and_resend_of_a_pending_order_of_another_gateway_make_no_call()
    {
        var pending = await _shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost, key: "k1");
        _shop.Time.Advance(TimeSpan.FromMinutes(1));

        (await Workflow.ResumeAsync(pending.Order!.Id)).Order!.Status.ShouldBe(OrderStatus.Pending);
        var resent = await Workflow.PlaceAsync(TestShop.Request(TestShop.Martian, card: TestShop.AnswerLost, key: "k1"));

        (resent.Outcome, resent.Order!.Id, resent.Replayed).ShouldBe((PlaceOrderOutcome.Pending, pending.Order.Id, true));
        _other.Calls.ShouldBeEmpty();
        (await _shop.Workflow.ResumeAsync(pending.Order.Id)).Order!.Status.ShouldBe(OrderStatus.Created);
    }

    [Fact]
    public async Task ReconcileAsync_orders_of_another_gateway_are_no_findings()
    {
        await _shop.PlaceCapturedAsync(TestShop.Martian);

        (await _foreign.GetRequiredService<IBookstoreAudit>().ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.Zero })).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReconcileAsync_payment_at_a_gateway_that_the_order_does_not_belong_to_is_a_finding()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Martian);
        await _other.AuthorizeAsync(new AuthorizeRequest(order.Id, order.Total, new PaymentToken(TestShop.Card)), default);

        var finding = (await _foreign.GetRequiredService<IBookstoreAudit>().ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.Zero })).Findings.Single();

        (finding.Code, finding.Id).ShouldBe(("payment_at_other_gateway", order.Id.ToString()));
    }

    [Fact]
    public async Task TwoGateways_the_last_authorizes_and_each_settles_its_own()
    {
        var old = await _shop.PlaceAsync(TestShop.Martian);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_shop.Time).AddSingleton<IPaymentGateway>(_shop.Gateway).AddSingleton<IPaymentGateway>(_other);
        services.AddBookstore().UseStore(_ => new SharedStore(_records));
        await using var both = services.BuildServiceProvider();

        var placed = await both.GetRequiredService<IOrderWorkflow>().PlaceAsync(TestShop.Request(TestShop.Odyssey));
        (await both.GetRequiredService<PaymentSettlement>().RunOnceAsync()).ShouldBe(2);

        (await _shop.PaymentAsync(old.Order!.Id))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
        (await _shop.PaymentAsync(placed.Order!.Id)).ShouldBeNull();
        (await _other.FindAsync(placed.Order.Id, default))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
        (await both.GetRequiredService<IBookstoreAudit>().ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.Zero })).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_order_that_names_no_gateway_belongs_to_the_first()
    {
        var order = (await _shop.PlaceAsync(TestShop.Martian)).Order!;
        var record = (await RecordsAsync(order.Id)).Single();
        await RewriteAsync(record with { Gateway = null });

        (await _shop.Settlement.RunOnceAsync()).ShouldBe(1);

        (await _shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    public async Task InitializeAsync()
    {
        _shop = await TestShop.OpenAsync(decorate: _ => new SharedStore(_records));
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_shop.Time).AddSingleton<IPaymentGateway>(_other);
        services.AddBookstore().UseStore(_ => new SharedStore(_records));
        _foreign = services.BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _foreign.DisposeAsync();
        await _shop.DisposeAsync();
        await _other.DisposeAsync();
        await _records.DisposeAsync();
    }

    private IOrderWorkflow Workflow => _foreign.GetRequiredService<IOrderWorkflow>();

    private PaymentSettlement Settlement => _foreign.GetRequiredService<PaymentSettlement>();

    private OrderRecovery Recovery => _foreign.GetRequiredService<OrderRecovery>();

    private async Task<OrderRecord[]> RecordsAsync(params Guid[] ids)
    {
        var records = new List<OrderRecord>();
        foreach (var id in ids)
        {
            records.Add((await _records.FindOrderAsync(id, default))!);
        }

        return [.. records];
    }

    private async Task RewriteAsync(OrderRecord record)
    {
        var keys = new RecordKeys();
        keys.Orders.Add(record.Order.Id);
        var writer = Guid.NewGuid();
        await _records.RegisterWriterAsync(writer, default);
        await using var unit = await _records.OpenAsync(keys, default);
        unit.Records.Orders.Put(record.Order.Id, record);
        await unit.CommitAsync(new CommitToken(writer, 1, default));
    }
}
