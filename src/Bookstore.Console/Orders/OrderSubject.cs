namespace Bookstore.Operating;

/// <summary>The order that an action is about.</summary>
internal sealed record OrderSubject(Order Order, IReadOnlyDictionary<Isbn, string> Titles)
{
    public string Path => $"orders/{Order.Id}";

    public string Name => $"order {Format.Short(Order.Id)} of {Order.CustomerId}";

    public static async ValueTask<OrderSubject?> FindAsync(ConsoleRequest request) =>
        await request.Service<ISalesService>().FindOrderAsync(request.Id(), request.Aborted).ConfigureAwait(false) is { } order
            ? new OrderSubject(order, await OrderReads.TitlesAsync(request, order.Lines.Select(static line => line.Isbn)).ConfigureAwait(false))
            : null;

    public string TitleOf(Isbn isbn) => Titles.GetValueOrDefault(isbn, isbn.ToString());

    /// <summary>One field for each line with copies to choose from.</summary>
    public IEnumerable<ActionField> CopyFields(Func<OrderLine, int> most) =>
        Order.Lines.Where(line => most(line) > 0).Select(line => ActionField.Copies(line.Isbn, TitleOf(line.Isbn), most(line)));

    /// <summary>What was chosen: "2 × The Martian".</summary>
    public IEnumerable<string> Describe(IReadOnlyList<(Isbn Isbn, int Quantity)> copies) => copies.Select(line => $"{line.Quantity} × {TitleOf(line.Isbn)}");

    /// <summary>What was chosen; where nothing was, the form says so.</summary>
    public IReadOnlyList<(Isbn Isbn, int Quantity)> Chosen(ActionInput input)
    {
        var copies = input.Copies();
        if (copies.Count == 0 && Order.Lines.Count > 0)
        {
            input.Errors.TryAdd("copies-" + Order.Lines[0].Isbn, "Choose at least one copy.");
            input.Errors.TryAdd(string.Empty, "Choose at least one copy.");
        }

        return copies;
    }
}
