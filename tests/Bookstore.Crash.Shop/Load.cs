using System.Globalization;

namespace Bookstore.Crash;

/// <summary>Mixed load: each caller works through requests of its own, one after the other, until it is told to stop.</summary>
internal sealed class Load(Shop shop, Action<string> acknowledge, string run)
{
    public const int Books = 20;
    public const int Scarce = 40;
    public const int Plenty = 100_000;

    /// <summary>The copies on the shelf before the first request. One book is scarce.</summary>
    public static int OpeningStock(int book) => book == 0 ? Scarce : Plenty;

    /// <summary>Stocks the shelves for the load.</summary>
    public static async Task StockAsync(Shop shop)
    {
        for (var book = 0; book < Books; book++)
        {
            await shop.StockAsync(Shelf.Isbn(book), OpeningStock(book));
        }
    }

    public Task RunAsync(int callers, CancellationToken stop)
    {
        var running = new Task[callers];
        for (var caller = 0; caller < callers; caller++)
        {
            var number = caller;
            running[caller] = Task.Run(() => CallAsync(number, stop), CancellationToken.None);
        }

        return Task.WhenAll(running);
    }

    private async Task CallAsync(int caller, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested;)
        {
            var request = new LoadRequest(run, caller, number);
            try
            {
                await request.SendAsync(shop, acknowledge);
                number++;
            }
            catch (BookstoreException exception)
            {
                // Nothing was written, or it is not known: the same request is sent again.
                acknowledge(string.Create(CultureInfo.InvariantCulture, $"failed {request.Key} {exception.GetType().Name} {exception.Message.ReplaceLineEndings(" ")}"));
            }
        }
    }
}
