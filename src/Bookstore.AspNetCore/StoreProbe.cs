namespace Bookstore.AspNetCore;

/// <summary>Checks that the store can be read.</summary>
internal static class StoreProbe
{
    // Any read of the store will do: one book, of whichever catalogue it has.
    private static readonly BookQuery OneBook = new() { Limit = 1 };

    /// <summary>Returns when it has answered.</summary>
    /// <exception cref="TimeoutException">The store did not answer in time.</exception>
    public static async Task AskAsync(IInventoryService inventory, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);

        // A store that ignores the token must not hold the answer up.
        await inventory.ListBooksAsync(OneBook, either.Token).AsTask().WaitAsync(timeout, timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
