namespace Bookstore.Workflow.Model;

/// <summary>All that an order is about, in a page: where each copy is, how many copies were paid back, and how much money was given back.</summary>
/// <param name="order">The order when its money was captured.</param>
internal sealed class OrderModel(Order order)
{
    public Dictionary<Isbn, Copies> Lines { get; } = order.Lines.ToDictionary(static line => line.Isbn, static line => new Copies(line.Quantity));

    /// <summary>What was given back, or is being given back, in minor units.</summary>
    public long Given { get; private set; }

    public long Left => order.Total.MinorUnits - Given;

    public bool IsShippingGiven { get; private set; }

    public long Shipping { get; } = order.Adjustments.Where(static adjustment => adjustment.Kind == OrderAdjustment.Shipping).Sum(static adjustment => adjustment.Amount.MinorUnits);

    /// <summary>Whether the customer has nothing and nothing is to come.</summary>
    public bool IsOver => Lines.Values.All(static copies => copies.Home + copies.Road + copies.Arrived == 0);

    public Fulfilment Fulfilment => this switch
    {
        _ when Lines.Values.All(static copies => copies.Road + copies.Arrived + copies.Lost + copies.Back == 0) => Fulfilment.None,
        _ when Lines.Values.Any(static copies => copies.Home > 0) => Fulfilment.Partial,
        _ when Lines.Values.Any(static copies => copies.Road > 0) || Lines.Values.All(static copies => copies.Arrived + copies.Back == 0) => Fulfilment.Dispatched,
        _ => Lines.Values.All(static copies => copies.Arrived == 0) ? Fulfilment.Returned : Fulfilment.Delivered,
    };

    /// <summary>Copies move, and what is due for those that are gone by it is given back: all that is left when nothing else is to come, else what they are worth.</summary>
    public void Move(IEnumerable<(Isbn Isbn, int Quantity)> moved, Func<Copies, int, Copies> move)
    {
        var due = 0L;
        var isMoreGone = false;
        foreach (var (isbn, quantity) in moved)
        {
            var (before, after) = (Lines[isbn], move(Lines[isbn], quantity));
            if (Math.Min(after.Home, Math.Min(after.Road, after.Arrived)) < 0)
            {
                throw new InvalidOperationException($"The shop moved {quantity} copies of {isbn} that are not there: {before}.");
            }

            var copies = Math.Clamp(after.Gone - after.PaidBack, 0, after.Gone - before.Gone);
            due += copies == 0 ? 0 : LineOf(isbn).WorthOf(copies, after.PaidBack).MinorUnits;
            isMoreGone |= after.Gone > before.Gone;
            Lines[isbn] = after with { PaidBack = after.PaidBack + copies };
        }

        Given += isMoreGone && IsOver ? Left : Math.Min(due, Left);
    }

    /// <summary>Copies come back by a return: what they are worth is given back, and shipping where it was asked for, but not what else is left.</summary>
    public void TakeBack(Isbn isbn, int quantity, bool shipping)
    {
        var (before, after) = (Lines[isbn], Lines[isbn] with { Arrived = Lines[isbn].Arrived - quantity, Back = Lines[isbn].Back + quantity });
        var copies = Math.Clamp(after.Gone - after.PaidBack, 0, quantity);
        var withShipping = shipping && !IsShippingGiven && Shipping > 0;
        var due = (copies == 0 ? 0 : LineOf(isbn).WorthOf(copies, before.PaidBack).MinorUnits) + (withShipping ? Shipping : 0);
        var isMade = Math.Min(due, Left) > 0;
        Lines[isbn] = after with { PaidBack = after.PaidBack + (isMade ? copies : 0) };
        IsShippingGiven |= withShipping && isMade;
        Given += Math.Min(due, Left);
    }

    /// <summary>What a refund of copies comes to; <see langword="null"/> where it has to be refused.</summary>
    public long? PriceOf(Isbn isbn, int quantity, bool shipping)
    {
        var paidBack = Lines[isbn].PaidBack;
        if (paidBack + quantity > LineOf(isbn).Quantity || (shipping && (IsShippingGiven || Shipping == 0)))
        {
            return null;
        }

        var price = LineOf(isbn).WorthOf(quantity, paidBack).MinorUnits + (shipping ? Shipping : 0);
        return price > 0 && price <= Left ? price : null;
    }

    public void PayBack(Isbn isbn, int quantity, bool shipping, long price)
    {
        Lines[isbn] = Lines[isbn] with { PaidBack = Lines[isbn].PaidBack + quantity };
        IsShippingGiven |= shipping;
        Given += price;
    }

    public void PayBack(long amount) => Given += amount;

    private OrderLine LineOf(Isbn isbn) => order.Lines.Single(line => line.Isbn == isbn);

    /// <summary>Where the copies of a line are, and how many of them were paid back.</summary>
    public sealed record Copies(int Home, int Road = 0, int Arrived = 0, int Cancelled = 0, int Lost = 0, int Back = 0, int PaidBack = 0)
    {
        public int Gone => Cancelled + Lost + Back;
    }
}
