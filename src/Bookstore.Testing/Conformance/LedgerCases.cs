namespace Bookstore.Testing;

/// <summary>What a gateway says of its payments.</summary>
internal static class LedgerCases
{
    public static ConformanceCase<GatewayUnderTest>[] All { get; } =
    [
        new("An order that was never named is not found", NeverNamedAsync),
        new("The list has every order once as it was found", ListAsync),
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
}
