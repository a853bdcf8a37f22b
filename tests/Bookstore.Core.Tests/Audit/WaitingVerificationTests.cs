using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Audit;

/// <summary>What contradicts itself among orders that wait, the queues of their books and the stock levels is planted, and found.</summary>
public sealed class WaitingVerificationTests : IAsyncLifetime
{
    private static readonly Isbn Isbn = TestShop.Algorithms;

    private static readonly Guid Nobody = Guid.CreateVersion7();

    private TestShop _shop = null!;
    private Order _order = null!;

    public async Task InitializeAsync()
    {
        _shop = await TestShop.OpenAsync();
        var book = (await _shop.Inventory.FindBookAsync(Isbn))!;
        await _shop.Inventory.SaveBookAsync(book.Book with { BackorderLimit = 10 });
        await _shop.PlaceAsync(Isbn, book.Stock.Available);
        _order = (await _shop.PlaceAsync(Isbn, 2)).Order!;
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Orders_that_wait_get_copies_or_are_cancelled_are_no_finding()
    {
        (await CodesAsync()).ShouldBeEmpty();
        await _shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = Isbn, Quantity = 1, Reason = "delivery" });
        (await CodesAsync()).ShouldBeEmpty();
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = _order.Id });
        (await CodesAsync()).ShouldBeEmpty();
        await _shop.Maintenance.RunOnceAsync();
        (await CodesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_of_the_queue_that_is_not_there_is_found()
    {
        await PlantAsync(static (records, line) => records.Documents.Remove(line.Id));

        (await CodesAsync()).ShouldBe(["order_waiting_mismatch", "stock_waiting_mismatch"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_line_of_the_queue_for_other_copies_than_the_orders_is_found()
    {
        await PlantAsync(static (records, line) => records.Documents.Put(line.Id, line with { Body = line.Body.Replace("\"copies\":2", "\"copies\":1", StringComparison.Ordinal) }));

        (await CodesAsync()).ShouldBe(["order_waiting_mismatch", "stock_waiting_mismatch", "waiting_line_mismatch"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_line_of_the_queue_whose_order_is_not_there_is_found()
    {
        await PlantAsync(static (records, line) => records.InsertDocument(line with { Id = WaitingLine.IdOf(Isbn, 9_000), OwnerId = Nobody }));

        (await CodesAsync()).ShouldBe(["stock_waiting_mismatch", "waiting_line_mismatch"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_order_that_does_not_know_that_it_waits_is_found()
    {
        await PlantAsync((records, _) =>
        {
            var record = records.Orders.Find(_order.Id)!;
            records.Orders.Put(_order.Id, record with { Order = record.Order with { Lines = [record.Order.Lines[0] with { Waiting = 0 }] } });
        });

        (await CodesAsync()).ShouldBe(["waiting_line_mismatch"]);
    }

    [Fact]
    public async Task A_level_that_counts_other_copies_as_waited_for_is_found()
    {
        await PlantAsync(static (records, _) => records.Stock.Put(Isbn, records.Stock.Find(Isbn)! with { Waiting = 3 }));

        (await CodesAsync()).ShouldContain("stock_waiting_mismatch");
    }

    [Fact]
    public async Task Copies_on_hand_that_nothing_allocates_are_found()
    {
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = (await _shop.Sales.ListOrdersAsync(new OrderQuery())).Items[^1].Id });
        (await CodesAsync()).ShouldBeEmpty();

        foreach (var due in await _shop.Store.ListDocumentsAsync(DueAllocation.Documents.Name, null, null, 10, default))
        {
            await _shop.Commit.SubmitAsync(new Plant(_order.Id, due, static (records, document) => records.Documents.Remove(document.Id)), default);
        }

        (await CodesAsync()).ShouldBe(["allocation_missing"]);
    }

    private async Task<IEnumerable<string>> CodesAsync() => (await _shop.Audit.VerifyAsync()).Findings.Select(static finding => finding.Code);

    private async Task PlantAsync(Action<WorkingSet, DocumentRecord> change)
    {
        var line = (await _shop.Store.ListDocumentsAsync(WaitingLine.Documents.Name, null, null, 10, default)).ShouldHaveSingleItem();
        await _shop.Commit.SubmitAsync(new Plant(_order.Id, line, change), default);
    }

    private sealed class Plant(Guid orderId, DocumentRecord document, Action<WorkingSet, DocumentRecord> change) : Operation<bool>
    {
        public override bool CanBeShed => true;

        public override void DeclareKeys(RecordKeys keys)
        {
            keys.Orders.Add(orderId);
            keys.Orders.Add(Nobody);
            keys.Stock.Add(Isbn);
            keys.Documents.Add(document.Id);
        }

        protected override bool DecideOn(WorkingSet records)
        {
            change(records, document);
            return true;
        }
    }
}
