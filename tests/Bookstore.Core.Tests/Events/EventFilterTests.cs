using Shouldly;
using Xunit;

namespace Bookstore.Events;

public sealed class EventFilterTests
{
    // What consumers are promised. A type that is missing here would be refused to a client that asks for it.
    private static readonly string[] Promised =
    [
        "order.created", "order.rejected", "order.cancelled", "order.fulfilled", "order.action_required",
        "payment.captured", "payment.capture_failed", "payment.voided", "payment.disputed",
        "refund.created", "refund.succeeded", "refund.failed",
        "return.requested", "return.approved", "return.rejected", "return.received", "return.completed", "return.withdrawal_received",
        "delivery.scheduled", "delivery.dispatched", "delivery.in_transit", "delivery.delivered", "delivery.failed", "delivery.returned", "delivery.cancelled",
        "stock.changed", "stock.depleted", "book.saved", "webhook.disabled",
    ];

    [Fact]
    public void Of_every_promised_type_and_its_group_are_accepted()
    {
        foreach (var type in Promised)
        {
            EventFilter.Of([type]).IsAll.ShouldBeFalse(type);
            EventFilter.Of([$"{type.Split('.')[0]}.*"]).IsAll.ShouldBeFalse(type);
        }
    }

    [Theory]
    [InlineData("order.unknown")]
    [InlineData("order")]
    [InlineData("*")]
    [InlineData("")]
    public void Of_name_of_no_type_is_refused(string type) => Should.Throw<ArgumentException>(() => EventFilter.Of([type]));
}
