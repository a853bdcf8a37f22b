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
            _foreign.GetRequiredService<WorkContext>(), _foreign.GetRequiredService<GroupCommit>(), _foreign.GetRequiredService<GuardedGateway>(), _foreign.GetRequiredService<UnnamedOrders>(), factory.CreateLogger<PaymentSettlement>());
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
        (await RecordsAsync(order.Id)).Single().Order.RefundPending.ShouldBe(order.Total);

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

    // A first gateway of any host would be that of an import job as well: it captured, voided and rejected what it had never heard of.
    [Fact]
    public async Task RunOnceAsync_orders_that_name_no_gateway_are_left_to_the_one_that_knows_their_payments()
    {
        var captured = (await _shop.PlaceAsync(TestShop.Martian)).Order!;
        var recovered = (await _shop.PlaceAsync(TestShop.Odyssey, card: TestShop.AnswerLost)).Order!;
        await ForgetGatewayAsync(captured.Id, recovered.Id);
        var before = await RecordsAsync(captured.Id, recovered.Id);
        for (var hour = 0; hour < 3; hour++)
        {
            _shop.Time.Advance(TimeSpan.FromHours(20));
            (await Settlement.RunOnceAsync()).ShouldBe(0);
            (await Recovery.RunOnceAsync()).ShouldBe(0);
            await Settlement.DrainAsync();
        }

        (await RecordsAsync(captured.Id, recovered.Id)).ShouldBe(before);
        _other.Calls.ShouldAllBe(call => call.Operation == GatewayOperation.Find);
        (await Settlement.CountUnservedAsync()).ShouldHaveSingleItem().ShouldBe(new GatewayBacklog(null, 2, before.Min(record => record.DueAt!.Value)));

        (await _shop.Recovery.RunOnceAsync()).ShouldBe(1);
        (await _shop.Settlement.RunOnceAsync()).ShouldBe(2);
        (await RecordsAsync(captured.Id, recovered.Id)).ShouldAllBe(record => record.Gateway == "scripted" && record.Order.PaymentStatus == PaymentStatus.Captured);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_order_that_names_no_gateway_and_has_no_payment_is_given_up_by_the_gateway_of_the_shop_alone()
    {
        var paid = await _shop.PlaceCapturedAsync(TestShop.Martian);
        var unpaid = (await _shop.PlaceAsync(TestShop.Algorithms, card: TestShop.GatewayFails)).Order!;
        await ForgetGatewayAsync(paid.Id, unpaid.Id);
        _shop.Time.Advance(TimeSpan.FromDays(2));

        (await Recovery.RunOnceAsync()).ShouldBe(0);
        (await RecordsAsync(unpaid.Id)).Single().Order.Status.ShouldBe(OrderStatus.Pending);

        (await _shop.Recovery.RunOnceAsync()).ShouldBe(1);
        (await _shop.OrderAsync(unpaid.Id)).Status.ShouldBe(OrderStatus.Rejected);
    }

    [Theory]
    [InlineData(null, OrderStatus.Pending)]
    [InlineData("gone", OrderStatus.Pending)]
    [InlineData("other", OrderStatus.Rejected)]
    public async Task RunOnceAsync_no_payment_says_whose_an_order_is_the_option_does(string? option, OrderStatus status)
    {
        var unpaid = (await _shop.PlaceAsync(TestShop.Algorithms, card: TestShop.GatewayFails)).Order!;
        await ForgetGatewayAsync(unpaid.Id);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_shop.Time).AddSingleton<IPaymentGateway>(_other);
        services.AddBookstore(options => options.GatewayOfUnnamedOrders = option).UseStore(_ => new SharedStore(_records));
        await using var host = services.BuildServiceProvider();
        await host.GetRequiredService<StoreClock>().ReadAsync(default);
        _shop.Time.Advance(TimeSpan.FromDays(2));

        await host.GetRequiredService<OrderRecovery>().RunOnceAsync();

        (await RecordsAsync(unpaid.Id)).Single().Order.Status.ShouldBe(status);
    }

    [Fact]
    public async Task RunOnceAsync_gateway_is_silent_leaves_an_order_that_names_none_for_later()
    {
        await ForgetGatewayAsync((await _shop.PlaceCapturedAsync(TestShop.Martian)).Id);
        var unpaid = (await _shop.PlaceAsync(TestShop.Algorithms, card: TestShop.GatewayFails)).Order!;
        await ForgetGatewayAsync(unpaid.Id);
        _shop.Gateway.OnFind = (_, _) => throw new HttpRequestException("away");
        _shop.Time.Advance(TimeSpan.FromDays(2));
        await _shop.Recovery.RunOnceAsync();
        (await RecordsAsync(unpaid.Id)).Single().Gateway.ShouldBeNull();

        _shop.Gateway.OnFind = null;
        _shop.Time.Advance(TimeSpan.FromHours(1));
        await _shop.Recovery.RunOnceAsync();

        (await RecordsAsync(unpaid.Id)).Single().Gateway.ShouldBe("scripted");
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

    // As a version wrote it that kept no names.
    private async Task ForgetGatewayAsync(params Guid[] ids)
    {
        foreach (var record in await RecordsAsync(ids))
        {
            await RewriteAsync(record with { Gateway = null });
        }
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
