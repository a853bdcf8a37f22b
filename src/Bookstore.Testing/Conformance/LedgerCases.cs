namespace Bookstore.Testing;

/// <summary>What a gateway says of its payments.</summary>
internal static class LedgerCases
{
    public static ConformanceCase<GatewayUnderTest>[] All { get; } =
    [
        new("An order that was never named is not found", NeverNamedAsync),
        new("The list has every order once as it was found", ListAsync),
        new("A list in pages has every payment since a time, as it was found", ListPagesAsync),
    ];

    private static async Task NeverNamedAsync(GatewayUnderTest subject) =>
        Expect.Equal(null, await new GatewayCase(subject).FindAsync().ConfigureAwait(false), "the payment");

    private static async Task ListAsync(GatewayUnderTest subject)
    {
        GatewayCase[] orders = [new(subject), new(subject), new(subject), new(subject)];
        foreach (var order in orders)
        {
            await order.AuthorizeAsync().ConfigureAwait(false);
        }

        await orders[1].CaptureAsync().ConfigureAwait(false);
        await orders[2].VoidAsync().ConfigureAwait(false);
        await orders[3].CaptureAsync().ConfigureAwait(false);
        await orders[3].RefundAsync().ConfigureAwait(false);
        var listed = (await orders[0].ListAsync().ConfigureAwait(false)).ToLookup(static payment => payment.OrderId);
        foreach (var order in orders)
        {
            Expect.Equal(1, listed[order.OrderId].Count(), "the number of payments of one order in the list");
            Expect.Equal(await order.FindAsync().ConfigureAwait(false), listed[order.OrderId].Single(), "the payment in the list");
        }
    }

    // Kept by a gateway that has no pages.
    private static async Task ListPagesAsync(GatewayUnderTest subject)
    {
        var since = DateTimeOffset.UnixEpoch;
        GatewayCase[] orders = [new(subject), new(subject), new(subject)];
        foreach (var order in orders)
        {
            await order.AuthorizeAsync().ConfigureAwait(false);
        }

        await orders[1].CaptureAsync().ConfigureAwait(false);
        var listed = new HashSet<GatewayPayment>();
        string? after = null;
        do
        {
            if (await subject.Gateway.ListPageAsync(new ListPaymentsRequest(since, after, 2), CancellationToken.None).ConfigureAwait(false) is not { } page)
            {
                Expect.Equal(null, after, "the place from which a gateway without pages continues");
                return;
            }

            Expect.Equal(true, page.Payments.Count <= 2, "whether a page of at most 2 payments has no more");
            Expect.Equal(false, page.Next is not null && page.Next == after, "whether a page continues where it began");
            listed.UnionWith(page.Payments);
            after = page.Next;
        }
        while (after is not null);

        foreach (var order in orders)
        {
            Expect.Equal(true, listed.Contains((await order.FindAsync().ConfigureAwait(false))!), "whether the pages have the payment");
        }
    }
}
