using System.Collections.Frozen;

namespace Bookstore;

/// <summary>A kind of finding: what it means, and what a person does about it.</summary>
/// <remarks>To report a finding is to open an issue of Bookstore: its own records do not fit, which no use of its API can do. Attach the detail and the events of the record.</remarks>
/// <param name="Code">The <see cref="AuditFinding.Code"/>.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Action">What a person does about it.</param>
public sealed record AuditFindingKind(string Code, string Meaning, string Action)
{
    /// <summary>Every kind that this version can find, by code. A later version may add some.</summary>
    public static IReadOnlyList<AuditFindingKind> All { get; } = Declare();

    // Behind the list, which it is made from.
    private static readonly FrozenDictionary<string, AuditFindingKind> ByCode = All.ToFrozenDictionary(static kind => kind.Code, StringComparer.Ordinal);

    /// <summary>Finds the kind of a code.</summary>
    /// <param name="code">The <see cref="AuditFinding.Code"/>.</param>
    /// <returns>The kind; <see langword="null"/> for a code that this version does not know, such as one of a run of a later version.</returns>
    public static AuditFindingKind? Find(string code) => ByCode.GetValueOrDefault(code);

    private static AuditFindingKind[] Declare() =>
    [
        new("allocation_missing", "Copies of the book are on hand, orders wait for them, and nothing allocates them.", "Receive or adjust stock of the book, which allocates what is on hand, and report it."),
        new("currency_unknown", "The order is in a currency that this version does not know.", "Update Bookstore on every host, then run the audit again."),
        new("dispute_not_recorded", "The gateway has a dispute of the payment that the order does not know.", "Check that the gateway's notifications arrive, and look at the order: its money may be taken back."),
        new("hold_of_closed_order", "Copies are held for an order that needs none: it is rejected, cancelled, or dispatched.", "Report it with the order's events: the copies cannot be sold until its hold is removed."),
        new("hold_without_holder", "Copies are held for an order or a cart that does not exist.", "Report it: the copies cannot be sold until the hold is removed. Was the database restored in parts?"),
        new("key_without_order", "An idempotency key names an order that does not exist.", "Nothing at once: the key is removed after its retention. Was the database restored in parts?"),
        new("order_allocation_mismatch", "The shares of the order's lines do not sum up to its adjustments, so that a refund by items would pay a wrong amount.", "Refund the order by amount instead of by items, and report it."),
        new("order_line_mismatch", "A line of the order counts copies that it cannot have, such as more returned than delivered.", "Compare the order with its deliveries and returns, and report it. Do not refund its items before."),
        new("order_lines_mismatch", "The order's status does not fit what its lines say.", "Compare the order with its deliveries, and report it."),
        new("order_refunds_mismatch", "What the order counts as refunded or pending is not the sum of its refunds.", "Compare the order's refunds with the gateway before anything else is refunded, and report it."),
        new("order_status_unknown", "The order is in a state that this version does not know.", "Update Bookstore on every host, then run the audit again."),
        new("order_total_mismatch", "The order's total is not the sum of its lines and adjustments.", "Compare the total with what was charged at the gateway, and report it."),
        new("order_version_invalid", "The order's version is below 0, or below 1 though the order has changed since it was placed.", "Report it: conditional requests for the order cannot be trusted."),
        new("order_waiting_mismatch", "The order's lines wait for other copies than the queues of their books say.", "Check the copies of the order by hand before it is dispatched, and report it."),
        new("order_without_hold", "An open order does not hold the copies that it sold, so that they can be sold again.", "Check that the copies are on the shelf, and set them aside. Report it."),
        new("order_without_payment", "The order counts as paid or held, and the gateway has no such payment.", "Look the order up in the gateway's dashboard. Do not dispatch it before it is paid; cancel it otherwise."),
        new("order_work_mismatch", "The order is due for a payment call that it does not need, or needs one for which it is not due.", "Retry its payment (`POST /api/work/{id}/retry`) if it needs one, and report it."),
        new("payment_amount_mismatch", "The gateway has another amount for the order than the order.", "Compare both in the gateway's dashboard, and refund or charge the difference there."),
        new("payment_at_other_gateway", "A gateway that the order does not belong to has money for it.", "Void or refund that payment in the dashboard of the gateway that is named."),
        new("payment_of_another_order", "Asked about one order, the gateway returns the payment of another.", "Check the adapter of the gateway, or report it to the provider. Nothing about this order's money is certain before."),
        new("payment_of_closed_order", "The gateway has money for an order that is rejected or cancelled, and nothing will give it back.", "Void or refund the payment in the gateway's dashboard."),
        new("payment_without_order", "The gateway has money for an order that does not exist.", "Void or refund the payment in the gateway's dashboard. Was the database restored from an older backup?"),
        new("record_unreadable", "A record cannot be read, so that it could not be checked.", "Restore its row from a backup."),
        new("refund_amount_mismatch", "The refund is in another currency than its order.", "Compare the refund with the gateway, and report it."),
        new("refund_missing", "The gateway has given back less than is on record.", "Look the refund up in the gateway's dashboard, and make it again there if it is not there."),
        new("refund_not_recorded", "The gateway has given back more than is on record.", "Find out who made the refund at the gateway. Do not refund the order again before."),
        new("refund_status_unknown", "The refund is in a state that this version does not know.", "Update Bookstore on every host, then run the audit again."),
        new("refund_without_order", "The refund is of an order that does not exist.", "Look it up at the gateway. Was the database restored in parts?"),
        new("refund_work_mismatch", "The refund is due for a call that it does not need, or needs one for which it is not due.", "Compare the refund with the gateway, and report it."),
        new("refunds_exceed_captured", "The order's refunds are more than was captured.", "Compare the order's refunds with the gateway at once, and report it."),
        new("refused_capture_was_made", "The capture is on record as refused, and the gateway has the money.", "Mark the payment as done (`POST /api/work/{id}/done`), or refund it in the gateway's dashboard."),
        new("reservation_mismatch", "The cart's reservation and the copies that are held for it do not fit.", "Release the reservation if it is still there, and report it."),
        new("return_copies_mismatch", "The order counts other copies as returned than its returns received.", "Compare the order with its returns, and count the copies on the shelf. Report it."),
        new("return_lines_mismatch", "The return's status does not fit what its lines say of the copies that came.", "Compare the return with the parcel that came, and report it."),
        new("return_status_unknown", "The return is in a state that this version does not know.", "Update Bookstore on every host, then run the audit again."),
        new("return_without_order", "The return is of an order that does not exist.", "Report it. Was the database restored in parts?"),
        new("return_without_refund", "The return names a refund that its order does not have.", "Check at the gateway whether the customer was paid back, and report it."),
        new("second_payment", "The gateway has a second payment for the order, and nothing will give it back.", "Void or refund the second payment in the gateway's dashboard."),
        new("stock_level_mismatch", "The level of the book is not the sum of its movements.", "Count the copies on the shelf, correct the stock with a reason, and report it."),
        new("stock_out_of_range", "The book has more copies reserved than are on hand and can be on back-order, more allocated than are on hand, or fewer than none.", "Count the copies on the shelf, correct the stock with a reason, and report it."),
        new("stock_reserved_mismatch", "The copies that are reserved of the book are not those that orders and carts hold.", "Report it with the book's movements: copies can be sold twice, or not at all."),
        new("stock_waiting_mismatch", "The level of the book counts other copies as waited for than the lines of its queue.", "Report it with the book's movements: orders may wait for copies that are there."),
        new("waiting_line_mismatch", "A line is in the queue of a book for an order that does not wait for so many copies, or does not exist.", "Report it with the order's events. Was the database restored in parts?"),
    ];
}
