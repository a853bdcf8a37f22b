using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Returns;

public sealed class ReturnTextTests
{
    private const string Written = "I am ill and live at 1 Rue Lacépède";

    [Fact]
    public void ToString_of_requests_and_records_shows_nothing_that_someone_wrote()
    {
        var id = Guid.NewGuid();
        object[] all =
        [
            new WithdrawRequest { OrderId = id, Statement = Written },
            new WithdrawalReceipt(DateTimeOffset.UnixEpoch, Written, false),
            new CreateReturnRequest { OrderId = id, Items = [new ReturnItem(TestShop.Odyssey, 1, Written)], Note = Written },
            new ReturnItem(TestShop.Odyssey, 1, Written),
            new ReturnLine(TestShop.Odyssey, 1, Written),
            new CreateRefundRequest { OrderId = id, Reason = Written, Note = Written },
            new CancelOrderRequest { OrderId = id, Reason = Written },
        ];

        all.ShouldAllBe(static one => !one.ToString()!.Contains("Rue", StringComparison.Ordinal));
        all.ShouldAllBe(static one => one.ToString()!.StartsWith(one.GetType().Name, StringComparison.Ordinal));
    }
}
