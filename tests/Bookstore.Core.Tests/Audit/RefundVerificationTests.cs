using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Audit;

/// <summary>What contradicts itself among refunds and their orders is planted, and found.</summary>
public sealed class RefundVerificationTests : IAsyncLifetime
{
    private TestShop _shop = null!;
    private Order _order = null!;
    private Guid _refund;

    public async Task InitializeAsync()
    {
        _shop = await TestShop.OpenAsync();
        _order = await _shop.OrderAsync((await _shop.PlaceCapturedAsync(TestShop.Algorithms)).Id);
        _refund = (await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = _order.Id, Amount = 10m, Reason = "r" })).Refund!.Id;
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Refunds_that_are_pending_done_failed_or_given_up_are_no_finding()
    {
        (await CodesAsync()).ShouldBeEmpty();
        await _shop.Settlement.RunOnceAsync();
        (await CodesAsync()).ShouldBeEmpty();
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = _order.Id });
        (await CodesAsync()).ShouldBeEmpty();
        await _shop.Settlement.RunOnceAsync();
        (await CodesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refund_whose_order_is_not_there_is_found()
    {
        await PlantAsync(static document => document with { Id = RefundDocuments.Kind.IdOf(Guid.CreateVersion7()), OwnerId = Guid.CreateVersion7() }, isNew: true);

        (await CodesAsync()).ShouldBe(["refund_without_order"]);
    }

    [Fact]
    public async Task A_refund_that_its_order_does_not_count_is_found()
    {
        await PlantAsync(static document => document with { Id = RefundDocuments.Kind.IdOf(Guid.CreateVersion7()) }, isNew: true);
        (await CodesAsync()).ShouldBe(["order_refunds_mismatch"]);

        var other = await _shop.PlaceCapturedAsync(TestShop.Odyssey);
        await PlantAsync(document => document with { Id = RefundDocuments.Kind.IdOf(Guid.CreateVersion7()), OwnerId = other.Id }, isNew: true);
        (await _shop.Audit.VerifyAsync()).Findings.ShouldContain(finding => finding.Code == "order_refunds_mismatch" && finding.Id == other.Id.ToString());
    }

    [Fact]
    public async Task A_refund_that_its_order_counts_and_that_is_not_there_is_found()
    {
        await PlantAsync(static DocumentRecord? (_) => null);

        (await CodesAsync()).ShouldBe(["order_refunds_mismatch"]);
    }

    [Fact]
    public async Task A_refund_of_another_amount_than_its_order_counts_is_found()
    {
        await PlantAsync(static document => document with { Body = document.Body.Replace("\"amount\":1000", "\"amount\":1001", StringComparison.Ordinal) });

        (await CodesAsync()).ShouldBe(["order_refunds_mismatch"]);
    }

    [Fact]
    public async Task More_than_was_captured_is_found()
    {
        await PlantAsync(static document => document with { Body = document.Body.Replace("\"amount\":1000", "\"amount\":9000", StringComparison.Ordinal) });

        (await CodesAsync()).ShouldBe(["order_refunds_mismatch", "refunds_exceed_captured"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_order_that_counts_otherwise_or_is_refunded_in_name_alone_is_found()
    {
        await PlantAsync(static order => order with { RefundPending = order.RefundPending * 2 });
        (await CodesAsync()).ShouldBe(["order_refunds_mismatch"]);

        await PlantAsync(static order => order with { RefundPending = new Money(10m, "USD"), PaymentStatus = PaymentStatus.Refunded });
        (await CodesAsync()).ShouldBe(["order_refunds_mismatch"]);
    }

    [Theory]
    [InlineData("\"amount\":1000", "\"amount\":0")]
    [InlineData("\"amount\":1000", "\"amount\":-5")]
    [InlineData("\"currency\":\"USD\"", "\"currency\":\"EUR\"")]
    public async Task An_amount_that_cannot_be_one_is_found(string before, string after)
    {
        await PlantAsync(document => document with { Body = document.Body.Replace(before, after, StringComparison.Ordinal) });

        (await CodesAsync()).ShouldContain("refund_amount_mismatch");
    }

    [Fact]
    public async Task A_state_that_contradicts_the_work_left_or_is_not_known_is_found()
    {
        await PlantAsync(static document => document with { DueAt = null });
        (await CodesAsync()).ShouldBe(["refund_work_mismatch"]);

        await PlantAsync(static document => document with { State = 77 });
        (await CodesAsync()).ShouldBe(["order_refunds_mismatch", "refund_status_unknown"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"amount":1000,"currency":"USD"}""")]
    public async Task A_refund_that_cannot_be_read_is_found(string body)
    {
        await PlantAsync(document => document with { Body = body });

        var findings = (await _shop.Audit.VerifyAsync()).Findings;
        findings.ShouldContain(finding => finding.Code == "record_unreadable" && finding.Id == _refund.ToString());
    }

    private async Task<IEnumerable<string>> CodesAsync() => (await _shop.Audit.VerifyAsync()).Findings.Select(static finding => finding.Code);

    private async Task PlantAsync(Func<DocumentRecord, DocumentRecord?> change, bool isNew = false)
    {
        var document = (await _shop.Store.FindDocumentAsync(RefundDocuments.Kind.IdOf(_refund), default))!;
        await _shop.Commit.SubmitAsync(new Plant(document.Id, _order.Id, change(document), isNew), default);
    }

    private Task PlantAsync(Func<Order, Order> change) => _shop.Commit.SubmitAsync(new PlantOrder(_order.Id, change), default);

    private sealed class Plant(DocumentId id, Guid orderId, DocumentRecord? planted, bool isNew) : Operation<bool>
    {
        public override bool CanBeShed => true;

        public override void DeclareKeys(RecordKeys keys)
        {
            keys.Orders.Add(planted?.OwnerId ?? orderId);
            keys.Documents.Add(id);
        }

        protected override bool DecideOn(WorkingSet records)
        {
            if (isNew)
            {
                records.InsertDocument(planted!);
            }
            else if (planted is null)
            {
                records.Documents.Remove(id);
            }
            else
            {
                records.Documents.Put(id, planted);
            }

            return true;
        }
    }

    private sealed class PlantOrder(Guid orderId, Func<Order, Order> change) : Operation<bool>
    {
        public override bool CanBeShed => true;

        public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(orderId);

        protected override bool DecideOn(WorkingSet records)
        {
            var record = records.Orders.Find(orderId)!;
            records.Orders.Put(orderId, record with { Order = change(record.Order) });
            return true;
        }
    }
}
