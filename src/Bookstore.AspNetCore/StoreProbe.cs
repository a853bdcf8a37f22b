namespace Bookstore.AspNetCore;

/// <summary>Asks the store whether it answers.</summary>
internal static class StoreProbe
{
    // Any book will do: it is asked for, not needed.
    private static readonly Isbn Book = Isbn.FromInt64(9_780_143_127_550);

    /// <summary>Returns when it has answered.</summary>
    /// <exception cref="TimeoutException">The store did not answer in time.</exception>
    public static async Task AskAsync(IInventoryService inventory, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);

        // A store that ignores the token must not hold the answer up.
        await inventory.FindStockAsync(Book, either.Token).AsTask().WaitAsync(timeout, timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
