using System.Globalization;
using System.Text;

namespace Bookstore;

/// <summary>What is asked for by a request for a return, or by a withdrawal. Pure.</summary>
internal sealed record ReturnOpening
{
    public required ReturnKind Kind { get; init; }

    /// <summary>The copies, by ascending ISBN. Of a withdrawal, none is all of the order.</summary>
    public required IReadOnlyList<ReturnItem> Items { get; init; }

    public bool Shipping { get; init; }

    public string? Note { get; init; }

    /// <summary>What the customer of a withdrawal wrote.</summary>
    public string? Statement { get; init; }

    /// <summary>The version that the order must have.</summary>
    public ExpectedVersion? Expected { get; init; }

    /// <summary>How long after the last delivery a withdrawal is in time.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>Why there can be no such return; <see langword="null"/> when there can.</summary>
    public CreateReturnResult? Problem(Order order, IReadOnlyCollection<Return> returns)
    {
        foreach (var item in Items)
        {
            if (LineOf(order, item.Isbn) is not { } line)
            {
                return new CreateReturnResult { Outcome = CreateReturnOutcome.InvalidItems, Isbn = item.Isbn };
            }

            // A withdrawal of what is in another return is accepted: it just adds nothing to give back.
            if (item.Quantity > (Kind == ReturnKind.Withdrawal ? line.Quantity : ReturnRules.Returnable(line, returns)))
            {
                return new CreateReturnResult { Outcome = CreateReturnOutcome.ExceedsDelivered, Isbn = item.Isbn };
            }
        }

        return null;
    }

    /// <summary>The return.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="order">The order.</param>
    /// <param name="returns">The other returns of the order.</param>
    /// <param name="deliveries">The deliveries of the order.</param>
    /// <param name="at">When.</param>
    public Return Open(Guid id, Order order, IReadOnlyCollection<Return> returns, IEnumerable<Delivery> deliveries, DateTimeOffset at)
    {
        var opened = new Return
        {
            Id = id,
            OrderId = order.Id,
            Kind = Kind,
            Status = ReturnStatus.Requested,
            Lines = [.. Items.Select(static item => new ReturnLine(item.Isbn, item.Quantity, item.Reason))],
            Shipping = Shipping,
            Note = Note,
            CreatedAt = at,
            UpdatedAt = at,
        };
        return Kind == ReturnKind.Withdrawal ? Withdraw(opened, order, returns, deliveries) : opened;
    }

    private Return Withdraw(Return opened, Order order, IReadOnlyCollection<Return> returns, IEnumerable<Delivery> deliveries)
    {
        var asked = Items.Count > 0 ? Items : [.. order.Lines.Select(static line => new ReturnItem(line.Isbn, line.Quantity))];
        ReturnLine[] lines =
        [
            .. asked
                .Select(item => Withdraw(item, LineOf(order, item.Isbn)!, order.Status, returns))
                .Where(static line => line.Quantity > 0),
        ];
        var isLate = order.Status == OrderStatus.Delivered && LastDelivery(deliveries) is { } last && opened.CreatedAt - last > Period;
        var isToCome = Array.Exists(lines, static line => line.NotArrived > 0);
        return opened with
        {
            Lines = lines,
            Status = isLate || lines.Length == 0 ? ReturnStatus.Requested : ReturnStatus.Approved,
            Receipt = new WithdrawalReceipt(opened.CreatedAt, ContentOf(order.Id, asked), isLate),
            Attention = isToCome ? new ReturnAttention(ReturnAttentionReason.NotDelivered, opened.CreatedAt) : null,
        };
    }

    private static ReturnLine Withdraw(ReturnItem item, OrderLine ordered, OrderStatus status, IReadOnlyCollection<Return> returns)
    {
        var copies = Math.Min(item.Quantity, ReturnRules.Withdrawable(status, ordered, returns));
        var notArrived = Math.Max(0, copies - ReturnRules.Returnable(ordered, returns));
        return new ReturnLine(item.Isbn, copies, item.Reason) { NotArrived = notArrived, GoneBefore = notArrived == 0 ? 0 : ordered.Cancelled + ordered.Lost };
    }

    // The period begins with the last of the goods, where they came in several parcels.
    private static DateTimeOffset? LastDelivery(IEnumerable<Delivery> deliveries) =>
        deliveries.Where(static delivery => delivery.Status == DeliveryStatus.Delivered).Max(static delivery => (DateTimeOffset?)delivery.UpdatedAt);

    private static OrderLine? LineOf(Order order, Isbn isbn) => order.Lines.FirstOrDefault(line => line.Isbn == isbn);

    private string ContentOf(Guid orderId, IReadOnlyList<ReturnItem> asked)
    {
        var content = new StringBuilder().Append(CultureInfo.InvariantCulture, $"Withdrawal from order {orderId}: ");
        content.AppendJoin(", ", asked.Select(static item => string.Create(CultureInfo.InvariantCulture, $"{item.Quantity} x {item.Isbn}"))).Append('.');
        return Statement is null ? content.ToString() : content.Append('\n').Append(Statement).ToString();
    }
}
