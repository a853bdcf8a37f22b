using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bookstore.PostgreSql;

public sealed class PostgreSqlUnderTest : StoreUnderTest
{
    private readonly string _schema = TestServer.NewSchema();

    internal string Schema => _schema;

    public override Type StoreType => typeof(PostgreSqlStore);

    public override int ModelRuns => 30;

    public override async ValueTask<IBookstoreStore> CreateAsync() =>
        new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, TimeProvider.System);

    public override ValueTask<IBookstoreStore> OpenAgainAsync() => CreateAsync();

    public override async ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words)
    {
        var book = isbn.ToInt64();
        var rows = words.All.Select(word => (Field: 0, Word: word)).Concat(words.OfAuthor.Select(word => (Field: 1, Word: word)));
        await TestServer.ExecuteAsync(
            $"""
            DELETE FROM {_schema}.book_words WHERE isbn = {book};
            INSERT INTO {_schema}.book_words (field, word, isbn) VALUES {string.Join(", ", rows.Select(row => $"({row.Field}, '{row.Word}', {book})"))};
            UPDATE {_schema}.books SET words_version = {version} WHERE isbn = {book}
            """);
    }

    public override async ValueTask DisposeAsync()
    {
        await TestServer.DropAsync(_schema);
        await base.DisposeAsync();
    }
}

/// <summary>Every case of the suite.</summary>
public sealed class PostgreSqlConformance : StoreConformanceTests<PostgreSqlUnderTest>;

public sealed class PostgreSqlCoverage : StoreConformanceCoverage
{
    protected override IReadOnlyCollection<Type> Doubles => [typeof(SharedRoundTests.RoundStore)];
}
