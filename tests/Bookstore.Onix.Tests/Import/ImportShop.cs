using System.Text;
using Bookstore.Payments.Simulated;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bookstore.Onix.Tests.Import;

/// <summary>A shop that imports messages, on the first of May 2027.</summary>
internal sealed class ImportShop : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public ImportShop(Action<IBookstoreBuilder>? store = null, Action<BookstoreOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2027, 5, 1, 12, 0, 0, TimeSpan.Zero)));
        services.AddSingleton<IPaymentGateway>(new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions()));
        var builder = services.AddBookstore(configure).AddOnix();
        if (store is null)
        {
            builder.UseInMemoryStore();
        }
        else
        {
            store(builder);
        }

        _provider = services.BuildServiceProvider();
    }

    public IInventoryService Inventory => _provider.GetRequiredService<IInventoryService>();

    private IOnixImport Onix => _provider.GetRequiredService<IOnixImport>();

    public Task<OnixImportReport> ImportAsync(string xml, Func<OnixImportOptions, OnixImportOptions>? change = null) => ImportAsync(() => new MemoryStream(Encoding.UTF8.GetBytes(xml)), change);

    public Task<OnixImportReport> ImportAsync(Func<Stream> open, Func<OnixImportOptions, OnixImportOptions>? change = null, IProgress<OnixImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new OnixImportOptions { Open = _ => ValueTask.FromResult(open()), RecordsPerCheckpoint = 64 };
        return Onix.ImportAsync(change?.Invoke(options) ?? options, progress, cancellationToken);
    }

    public async Task<Book?> FindAsync(string isbn) => (await Inventory.FindBookAsync(Isbn.Parse(isbn)))?.Book;

    public async Task<List<Book>> BooksAsync()
    {
        var books = new List<Book>();
        var query = new BookQuery { Limit = 1_000 };
        while (true)
        {
            var page = await Inventory.ListBooksAsync(query);
            books.AddRange(page.Items.Select(static listing => listing.Book));
            if (page.Next is not { } next)
            {
                return books;
            }

            query = query with { After = next };
        }
    }

    public async Task<int> CountEventsAsync() => (await _provider.GetRequiredService<IEventFeed>().ReadPageAsync(new EventQuery { Limit = 1_000 })).Events.Count;

    /// <summary>Orders a copy.</summary>
    public async Task<Guid> OrderAsync(string isbn) => (await _provider.GetRequiredService<IOrderWorkflow>().PlaceAsync(
        new PlaceOrderRequest { CustomerId = "ada", Lines = [new PlaceOrderLine(Isbn.Parse(isbn), 1)], Payment = new PaymentToken("tok_approved") })).Order!.Id;

    /// <summary>Does the background work once and lists the events of a type.</summary>
    public async Task<List<BookstoreEvent>> RunAsync(string type)
    {
        await _provider.GetRequiredService<IBookstoreMaintenance>().RunOnceAsync();
        return [.. (await _provider.GetRequiredService<IEventFeed>().ReadPageAsync(new EventQuery { Limit = 1_000 })).Events.Where(happened => happened.Type == type)];
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
