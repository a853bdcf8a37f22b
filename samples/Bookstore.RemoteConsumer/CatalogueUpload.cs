using System.Collections.Concurrent;
using Bookstore.Client;
using Bookstore.Contracts;
using Spectre.Console;

namespace Bookstore.Samples;

/// <summary>Brings the books of a file into the shop, several at a time, and books copies of each in.</summary>
internal sealed class CatalogueUpload(BookstoreClient client, ConsumerOptions options)
{
    private const int CheapestCents = 499;
    private const int PriceSpanCents = 2_500;

    private readonly ConcurrentDictionary<string, bool> _isbns = new(StringComparer.Ordinal);
    private int _refused;

    public async Task<UploadResult> RunAsync(IReadOnlyList<UploadRow> rows, int refused, CancellationToken cancellationToken)
    {
        _refused = refused;
        await AnsiConsole.Progress().StartAsync(async progress =>
        {
            var bar = progress.AddTask($"Importing into {options.Address.Host}", maxValue: Math.Max(1, rows.Count));
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(rows, parallel, async (row, token) =>
            {
                await UploadAsync(row, token);
                bar.Increment(1);
            });
        });
        return new UploadResult([.. _isbns.Keys.Order(StringComparer.Ordinal)], _refused);
    }

    private async Task UploadAsync(UploadRow row, CancellationToken cancellationToken)
    {
        try
        {
            var cents = CheapestCents + (row.Number * 37 % PriceSpanCents);
            var book = await client.SaveBookAsync(
                row.Isbn, new SaveBookBody { Title = row.Title, Author = row.Authors, Price = cents / 100m, Currency = "USD" }, cancellationToken: cancellationToken);

            // The key says what it is for, so that a second run soon after this one books nothing in twice.
            var copies = new ChangeStockBody { Quantity = options.Stock, Reason = "remote import" };
            await client.ChangeStockAsync(book.Isbn, copies, $"remote-import-{book.Isbn}-{options.Stock}", cancellationToken: cancellationToken);
            _isbns.TryAdd(book.Isbn, true);
        }
        catch (BookstoreApiException refusal) when (refusal.Code is ProblemCodes.InvalidBook or ProblemCodes.BookNotFound)
        {
            Interlocked.Increment(ref _refused);
        }
    }
}

/// <summary>What came of it.</summary>
internal sealed record UploadResult(IReadOnlyList<string> Isbns, int Refused);
