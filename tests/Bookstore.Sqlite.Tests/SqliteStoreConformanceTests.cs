using Bookstore.Storage;

namespace Bookstore.Sqlite;

public sealed class SqliteUnderTest : StoreUnderTest
{
    // Made when needed: the coverage makes an object of this class only to ask for the type.
    private TestDatabase? _database;

    public override Type StoreType => typeof(SqliteStore);

    public override bool KeepsData => true;

    public override ValueTask<IBookstoreStore> CreateAsync() => OpenAgainAsync();

    public override ValueTask<IBookstoreStore> OpenAgainAsync() => ValueTask.FromResult<IBookstoreStore>((_database ??= new TestDatabase()).OpenStore());

    public override ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words)
    {
        var book = isbn.ToInt64();
        var rows = words.All.Select(word => (Field: 0, Word: word)).Concat(words.OfAuthor.Select(word => (Field: 1, Word: word)));
        _database!.Scalar(
            $"""
            BEGIN IMMEDIATE;
            DELETE FROM book_words WHERE isbn = {book};
            INSERT INTO book_words (field, word, isbn) VALUES {string.Join(", ", rows.Select(row => $"({row.Field}, '{row.Word}', {book})"))};
            UPDATE books SET words_version = {version}, words = '{WrittenWords.Format(words)}' WHERE isbn = {book};
            COMMIT
            """);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is { } database)
        {
            await database.DisposeAsync();
        }
    }
}

/// <summary>Every case of the suite.</summary>
public sealed class SqliteConformance : StoreConformanceTests<SqliteUnderTest>;

public sealed class SqliteCoverage : StoreConformanceCoverage;
