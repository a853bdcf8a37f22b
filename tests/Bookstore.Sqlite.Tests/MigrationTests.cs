using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class MigrationTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Open_database_of_version1_keeps_lines_and_the_order_of_orders()
    {
        var ids = Enumerable.Range(0, 3).Select(static _ => Samples.Id()).ToArray();
        MakeVersion1();
        AddOrder(ids[1], "ann", (2, 1, 1250), (1, 3, 999));
        AddOrder(ids[0], "ann");
        AddOrder(ids[2], "bob", (1, 1, 999));

        var store = _database.OpenStore();
        var anns = (await store.ListOrdersAsync(new OrderFilter { CustomerId = "ann" }, null, 10, CancellationToken.None)).Items;

        _database.Scalar("PRAGMA user_version").ShouldBe((long)DatabaseSchema.Version);
        anns.Select(order => order.Order.Id).ShouldBe([ids[1], ids[0]]);
        anns[0].Order.Lines.ShouldBe([new OrderLine(Samples.Isbn(2), 1, new Money(12.5m, "USD")), new OrderLine(Samples.Isbn(1), 3, new Money(9.99m, "USD"))]);
        anns[1].Order.Lines.ShouldBeEmpty();
        (await store.ListOrdersAsync(new OrderFilter { CustomerId = "bob" }, null, 10, CancellationToken.None)).Items.Single().Order.Id.ShouldBe(ids[2]);
        _database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name IN ('order_lines', 'orders_by_customer')").ShouldBe(0L);
    }

    [Fact]
    public async Task Open_database_of_version4_knows_the_words_that_are_there_and_writes_them_again()
    {
        _database.Scalar($"{SchemaVersion1.Sql}; {SchemaVersion2.Sql}; {SchemaVersion3.Sql}; {SchemaVersion4.Sql}; PRAGMA application_id = {DatabaseSchema.ApplicationId}; PRAGMA user_version = 4");
        AddBook(1, "Café Olé", "Zoë", [(0, "café"), (0, "olé"), (0, "zoë"), (1, "zoë")]);
        AddBook(2, "Tea", string.Empty, [(0, "tea"), (0, "x")]);
        AddBook(3, "!", string.Empty, []);

        var store = _database.OpenStore();
        (await FindAsync("café", "zoë")).ShouldBe([Samples.Isbn(1)]);
        (await store.ReadSearchIndexAsync(SearchWords.Version, CancellationToken.None)).ShouldBe(new SearchIndexState(3, 0));
        (await Catalogue.IndexAsync(store)).ShouldBe(3);

        (await FindAsync("cafe", "zoe")).ShouldBe([Samples.Isbn(1)]);
        (await FindAsync("tea")).ShouldBe([Samples.Isbn(2)]);
        _database.Scalar("SELECT group_concat(field || word, ' ' ORDER BY field, word) FROM book_words").ShouldBe("0cafe 0ole 0tea 0zoe 1zoe");

        async Task<IEnumerable<Isbn>> FindAsync(string word, params string[] author) =>
            (await store.ListBooksAsync(new BookFilter([word], author), null, 10, CancellationToken.None)).Items.Select(listing => listing.Book.Isbn);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private void MakeVersion1() => _database.Scalar($"{SchemaVersion1.Sql}; PRAGMA application_id = {DatabaseSchema.ApplicationId}; PRAGMA user_version = 1");

    private void AddBook(int number, string title, string author, (int Field, string Word)[] words)
    {
        var isbn = Samples.Isbn(number).ToInt64();
        _database.Scalar($"INSERT INTO books (isbn, title, author, price_minor, currency) VALUES ({isbn}, '{title}', '{author}', 100, 'USD')");
        foreach (var (field, word) in words)
        {
            _database.Scalar($"INSERT INTO book_words VALUES ({field}, '{word}', {isbn})");
        }
    }

    private void AddOrder(Guid id, string customer, params (int Book, int Quantity, long Price)[] lines)
    {
        var hex = $"x'{id:N}'";
        _database.Scalar(
            "INSERT INTO orders (id, customer, currency, total_minor, status, payment_status, dispatched, created_at, updated_at, fence, give_up_at, attempts) "
            + $"VALUES ({hex}, '{customer}', 'USD', 100, 2, 3, 0, 1, 1, 1, 1, 0)");
        for (var i = 0; i < lines.Length; i++)
        {
            _database.Scalar($"INSERT INTO order_lines VALUES ({hex}, {i + 1}, {Samples.Isbn(lines[i].Book).ToInt64()}, {lines[i].Quantity}, {lines[i].Price})");
        }
    }
}
