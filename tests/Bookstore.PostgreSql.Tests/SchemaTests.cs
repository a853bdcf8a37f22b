using System.Text.RegularExpressions;
using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class SchemaTests : IAsyncLifetime
{
    private readonly string _schema = TestServer.NewSchema();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => TestServer.DropAsync(_schema);

    [Fact]
    public async Task Initialize_ten_hosts_at_once_make_one_schema()
    {
        var options = await TestServer.OptionsAsync(_schema);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => InitializeAsync(options))));
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.schema_version")).ShouldBe((long)DatabaseSchema.Latest);
    }

    [Fact]
    public async Task Initialize_schema_of_version1_keeps_every_row_and_takes_new_states()
    {
        var options = await TestServer.OptionsAsync(_schema);
        var (order, parcel, cart, noon) = (Records.Id(1), Records.Id(2), Records.Id(3), Records.Time.UtcTicks);
        await OldDatabase.CreateAsync(_schema, 1);
        await TestServer.ExecuteAsync(
            $"""
            INSERT INTO {_schema}.orders VALUES ('{order}', 'ann', 'USD', 999, '[]', '[]', 2, 2, 'tx', NULL, '{parcel}', false, {noon}, {noon}, 4, NULL, {noon}, {noon}, 2, 1);
            INSERT INTO {_schema}.deliveries VALUES ('{parcel}', '{order}', '1 High Street', 'local', 1, NULL, {noon}, {noon}, 1, {noon}, 3);
            INSERT INTO {_schema}.movements VALUES ({Records.Isbn(1).ToInt64()}, 1, 6, 1, 0, 1, 0, NULL, NULL, NULL, {noon});
            INSERT INTO {_schema}.reservations VALUES ('{cart}', '[]', 4, {noon}, {noon})
            """);

        await InitializeAsync(options);

        await using var store = new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
        var due = (await store.ListDueOrdersAsync(OrderWork.Settlement, null, Records.Time, 10, default)).Single();
        (due.Order.Id, due.Order.PaymentTransactionId, due.Fence, due.Attempts, due.Gateway, due.Order.Attention, due.PaymentRetries).ShouldBe((order, "tx", 4, 2, null, null, 0));
        var delivery = (await store.ListDueDeliveriesAsync("local", Records.Time, 10, default)).Single();
        (delivery.Delivery.Id, delivery.Attempts, delivery.Fence, delivery.LeaseHolder).ShouldBe((parcel, 3, 0, null));
        await TestServer.ExecuteAsync(
            $"""
            UPDATE {_schema}.orders SET status = 99, payment_status = 99, owed = 99;
            UPDATE {_schema}.deliveries SET status = 99, owed = 99;
            UPDATE {_schema}.movements SET kind = 99;
            UPDATE {_schema}.reservations SET status = 99
            """);
        foreach (var zero in (string[])["orders SET status", "orders SET payment_status", "orders SET owed", "deliveries SET status", "deliveries SET owed", "movements SET kind", "reservations SET status"])
        {
            (await Should.ThrowAsync<PostgresException>(() => TestServer.ExecuteAsync($"UPDATE {_schema}.{zero} = 0"))).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        }
    }

    // A status of its own in an index or a check would be a rule of the shop in the store, and a new status a new schema.
    [Fact]
    public async Task Schema_indexes_and_checks_name_no_status()
    {
        await InitializeAsync(await TestServer.OptionsAsync(_schema));
        var rules = (string)(await TestServer.ExecuteAsync(
            $"""
            SELECT string_agg(rule, E'\n') FROM (
                SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE connamespace = '{_schema}'::regnamespace AND contype = 'c'
                UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = '{_schema}') AS rules
            """))!;

        rules.ShouldContain("status >= 1");
        Regex.Matches(rules, @"\b(status|payment_status|owed|kind|attention|resolution)\)?\s*(=|<>|<|>(?!=))\s*[^\n]*").Select(match => match.Value).ShouldBeEmpty();
        Regex.Matches(rules, @"\b(status|payment_status|owed|kind|attention|resolution) >= (?![01]\b)").ShouldBeEmpty();
    }

    [Fact]
    public async Task Initialize_schema_of_version3_writes_the_words_that_are_there_again()
    {
        var options = await TestServer.OptionsAsync(_schema);
        var isbn = Records.Isbn(1);
        await OldDatabase.CreateAsync(_schema, 3);
        await TestServer.ExecuteAsync(
            $"""
            INSERT INTO {_schema}.books VALUES ({isbn.ToInt64()}, 'Café Olé', 'Zoë', 100, 'USD');
            INSERT INTO {_schema}.book_words VALUES (0, 'café', {isbn.ToInt64()}), (0, 'olé', {isbn.ToInt64()}), (0, 'zoë', {isbn.ToInt64()}), (1, 'zoë', {isbn.ToInt64()})
            """);

        await using var store = new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
        (await store.ReadSearchIndexAsync(SearchWords.Version, default)).ShouldBe(new SearchIndexState(1, 0));
        (await Catalogue.IndexAsync(store)).ShouldBe(1);

        (await store.ListBooksAsync(new BookFilter(["cafe", "ole"], ["zoe"]), null, 10, default)).Items.Single().Book.Isbn.ShouldBe(isbn);
        (await TestServer.ExecuteAsync($"SELECT string_agg(field || word, ' ' ORDER BY field, word) FROM {_schema}.book_words")).ShouldBe("0cafe 0ole 0zoe 1zoe");
    }

    [Fact]
    public async Task Initialize_newer_schema_is_refused()
    {
        var options = await TestServer.OptionsAsync(_schema);
        await InitializeAsync(options);
        await TestServer.ExecuteAsync($"INSERT INTO {_schema}.schema_version (version) VALUES ({DatabaseSchema.Latest + 1})");
        var refused = await Should.ThrowAsync<BookstoreStoreException>(() => InitializeAsync(options));
        refused.Message.ShouldContain("newer");
        refused.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Initialize_migration_fails_leaves_nothing_behind_and_can_be_repeated()
    {
        await TestServer.ExecuteAsync($"CREATE SCHEMA {_schema}; CREATE TABLE {_schema}.writers (in_the_way int)");
        var options = await TestServer.OptionsAsync(_schema);
        await Should.ThrowAsync<BookstoreStoreException>(() => InitializeAsync(options));
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM pg_tables WHERE schemaname = '{_schema}'")).ShouldBe(1L);
        await TestServer.ExecuteAsync($"DROP TABLE {_schema}.writers");
        await InitializeAsync(options);
    }

    [Fact]
    public async Task Initialize_role_that_owns_nothing_uses_what_is_there()
    {
        var options = await TestServer.OptionsAsync(_schema);
        await InitializeAsync(options);
        await TestServer.ExecuteAsync(
            $"""
            CREATE ROLE {_schema} LOGIN PASSWORD 'only for this test';
            GRANT USAGE ON SCHEMA {_schema} TO {_schema};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {_schema} TO {_schema}
            """);
        try
        {
            options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Username = _schema, Password = "only for this test" }.ConnectionString;
            await using var store = new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
            var keys = new RecordKeys();
            keys.Stock.Add(Records.Isbn(1));
            await using var unit = await store.OpenAsync(keys, default);
            unit.Records.Stock.Put(Records.Isbn(1), Records.Level(Records.Isbn(1), 1));
            await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
        }
        finally
        {
            await TestServer.ExecuteAsync($"DROP OWNED BY {_schema}; DROP ROLE {_schema}");
        }
    }

    [Fact]
    public async Task Initialize_database_does_not_exist_says_so()
    {
        var options = await TestServer.OptionsAsync(_schema);
        options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Database = _schema }.ConnectionString;
        (await Should.ThrowAsync<BookstoreStoreException>(() => InitializeAsync(options))).Message.ShouldContain("does not exist");
    }

    [Fact]
    public async Task Initialize_other_encoding_is_refused()
    {
        await TestServer.ExecuteAsync($"CREATE DATABASE {_schema} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        try
        {
            var options = await TestServer.OptionsAsync(_schema);
            options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Database = _schema }.ConnectionString;
            (await Should.ThrowAsync<BookstoreStoreException>(() => InitializeAsync(options))).Message.ShouldContain("UTF8");
        }
        finally
        {
            await TestServer.DropDatabaseAsync(_schema);
        }
    }

    private static async Task InitializeAsync(PostgreSqlStoreOptions options)
    {
        await using var store = new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
        await store.InitializeAsync(default);
    }
}
