using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Audit;

public sealed class ReturnVerificationTests
{
    [Fact]
    public async Task VerifyAsync_finds_returns_that_contradict_their_order()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.DeliverAsync((await shop.PlaceCapturedAsync(TestShop.Odyssey, 2)).Id);
        var copies = new ReturnLine(TestShop.Odyssey, 1);
        var known = new Return { Id = Id(1), OrderId = order.Id, Kind = ReturnKind.Return, Status = ReturnStatus.Approved, Lines = [copies], CreatedAt = shop.Time.GetUtcNow(), UpdatedAt = shop.Time.GetUtcNow() };
        await PlantAsync(shop, known);
        (await shop.Audit.VerifyAsync()).Findings.ShouldBeEmpty();

        await PlantAsync(shop, known with { Id = Id(2), Status = ReturnStatus.Received, Lines = [copies with { Received = 1, Sellable = 1 }] });
        await PlantAsync(shop, known with { Id = Id(3), Status = (ReturnStatus)77 });
        await PlantAsync(shop, known with { Id = Id(4), Status = ReturnStatus.Received });
        await PlantAsync(shop, known with { Id = Id(5), RefundIds = [Id(99)] });

        (await shop.Audit.VerifyAsync()).Findings.Select(static finding => (finding.Code, finding.Id)).ShouldBe(
        [
            ("return_without_refund", Id(5).ToString()),
            ("return_copies_mismatch", Id(5).ToString()),
            ("return_lines_mismatch", Id(4).ToString()),
            ("return_copies_mismatch", Id(4).ToString()),
            ("return_status_unknown", Id(3).ToString()),
            ("return_copies_mismatch", Id(3).ToString()),
            ("return_copies_mismatch", Id(2).ToString()),
            ("return_copies_mismatch", Id(1).ToString()),
        ], ignoreOrder: true);
    }

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    private static Task PlantAsync(TestShop shop, Return planted) => shop.Commit.SubmitAsync(new Plant(planted), default);

    private sealed class Plant(Return planted) : Operation<bool>
    {
        public override bool CanBeShed => true;

        public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(planted.OrderId);

        protected override bool DecideOn(WorkingSet records)
        {
            records.InsertDocument(ReturnDocuments.Write(new ReturnRecord(planted, null)));
            return true;
        }
    }
}
