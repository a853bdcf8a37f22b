namespace Bookstore.Workflow.Model;

/// <summary>All that an order is about, in a page: where each copy is, and the refunds that were made.</summary>
/// <param name="order">The order when its money was captured.</param>
internal sealed class OrderModel(Order order)
{
    public Dictionary<Isbn, Copies> Lines { get; } = order.Lines.ToDictionary(static line => line.Isbn, static line => new Copies(line.Quantity));

    public List<ModelRefund> Refunds { get; } = [];

    /// <summary>What was given back, or is being given back, in minor units: not what failed.</summary>
    public long Given => Counted.Sum(static refund => refund.Amount);

    public long Left => order.Total.MinorUnits - Given;

    public bool IsShippingGiven => Counted.Any(static refund => refund.Shipping);

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

    private IEnumerable<ModelRefund> Counted => Refunds.Where(static refund => !refund.IsFailed);

    /// <summary>Copies move, and what is due for those that are gone by it is given back: all that is left when nothing else is to come, else what they are worth.</summary>
    public void Move(IEnumerable<(Isbn Isbn, int Quantity)> moved, Func<Copies, int, Copies> move)
    {
        var items = new List<ModelItem>();
        var isMoreGone = false;
        var isKept = Lines.Any(line => line.Value.Back > 0 && line.Value.Gone > PaidBack(line.Key));
        foreach (var (isbn, quantity) in moved)
        {
            var (before, after) = (Lines[isbn], move(Lines[isbn], quantity));
            if (Math.Min(after.Home, Math.Min(after.Road, after.Arrived)) < 0)
            {
                throw new InvalidOperationException($"The shop moved {quantity} copies of {isbn} that are not there: {before}.");
            }

            AddItem(items, isbn, Math.Clamp(after.Gone - PaidBack(isbn), 0, after.Gone - before.Gone));
            isMoreGone |= after.Gone > before.Gone;
            Lines[isbn] = after;
        }

        if (isMoreGone && IsOver && !isKept)
        {
            Make([], false, Left);
        }
        else
        {
            // What the shop has kept of copies that came back it keeps.
            var shipping = isMoreGone && IsOver && Shipping > 0 && !IsShippingGiven;
            Make(items, shipping, items.Sum(static item => item.Amount) + (shipping ? Shipping : 0));
        }
    }

    /// <summary>Copies come back by a return: what they are worth is given back, and shipping where it was asked for, but not what else is left.</summary>
    public void TakeBack(Isbn isbn, int quantity, bool shipping)
    {
        Lines[isbn] = Lines[isbn] with { Arrived = Lines[isbn].Arrived - quantity, Back = Lines[isbn].Back + quantity };
        var items = new List<ModelItem>();
        AddItem(items, isbn, Math.Clamp(Lines[isbn].Gone - PaidBack(isbn), 0, quantity));
        var withShipping = shipping && !IsShippingGiven && Shipping > 0;
        Make(items, withShipping, items.Sum(static item => item.Amount) + (withShipping ? Shipping : 0));
    }

    /// <summary>What a refund of copies comes to; <see langword="null"/> where it has to be refused.</summary>
    public long? PriceOf(Isbn isbn, int quantity, bool shipping)
    {
        if (PaidBack(isbn) + quantity > LineOf(isbn).Quantity || (shipping && (IsShippingGiven || Shipping == 0)))
        {
            return null;
        }

        var price = Worth(isbn, quantity) + (shipping ? Shipping : 0);
        return price > 0 && price <= Left ? price : null;
    }

    public void PayBack(Isbn isbn, int quantity, bool shipping, long price) => Make([new ModelItem(isbn, quantity, Worth(isbn, quantity))], shipping, price);

    public void PayBack(long amount) => Make([], false, amount);

    /// <summary>Whether a refund that failed can still be made: neither its copies nor the shipping nor its money went back otherwise.</summary>
    public bool CanRetry(ModelRefund failed) =>
        failed.Amount <= Left && !(failed.Shipping && IsShippingGiven) && failed.Items.All(item => PaidBack(item.Isbn) + item.Copies <= LineOf(item.Isbn).Quantity);

    private int PaidBack(Isbn isbn) => CopiesOf(Counted, isbn);

    private static int CopiesOf(IEnumerable<ModelRefund> refunds, Isbn isbn) => refunds.Sum(refund => refund.Items.Where(item => item.Isbn == isbn).Sum(static item => item.Copies));

    // The last copy that is paid back has what is left of what was paid for the line.
    private long Worth(Isbn isbn, int copies)
    {
        var (line, before, known) = (LineOf(isbn), PaidBack(isbn), Counted);

        // What was refused and can be retried keeps its share.
        var refused = Refunds.Where(static refund => refund is { IsFailed: true, IsResolved: false }).ToList();
        if (CopiesOf(refused, isbn) is > 0 and var kept && before + kept + copies <= line.Quantity)
        {
            (before, known) = (before + kept, known.Concat(refused));
        }

        return before + copies < line.Quantity
            ? line.WorthOf(copies).MinorUnits
            : line.WorthOf(line.Quantity).MinorUnits - known.Sum(refund => refund.Items.Where(item => item.Isbn == isbn).Sum(static item => item.Amount));
    }

    private void AddItem(List<ModelItem> items, Isbn isbn, int copies)
    {
        if (copies > 0)
        {
            items.Add(new ModelItem(isbn, copies, Worth(isbn, copies)));
        }
    }

    private void Make(IReadOnlyList<ModelItem> items, bool shipping, long due)
    {
        if (Math.Min(due, Left) is var amount and > 0)
        {
            Refunds.Add(new ModelRefund(items, shipping, amount));
        }
    }

    private OrderLine LineOf(Isbn isbn) => order.Lines.Single(line => line.Isbn == isbn);

    /// <summary>Where the copies of a line are.</summary>
    public sealed record Copies(int Home, int Road = 0, int Arrived = 0, int Cancelled = 0, int Lost = 0, int Back = 0)
    {
        public int Gone => Cancelled + Lost + Back;
    }
}

/// <summary>A refund: of copies, of shipping, or of an amount.</summary>
internal sealed record ModelRefund(IReadOnlyList<ModelItem> Items, bool Shipping, long Amount)
{
    public bool IsFailed { get; set; }

    public bool IsResolved { get; set; }

    public bool IsMarkedDone { get; set; }

    public override string ToString() => $"{Amount}{(IsFailed ? " failed" : "")}";
}

/// <summary>Copies that a refund pays back, and what they are worth.</summary>
internal sealed record ModelItem(Isbn Isbn, int Copies, long Amount);
