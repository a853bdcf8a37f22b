using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Bookstore.PostgreSql;

public sealed class PostgreSqlUnderTest : StoreUnderTest
{
    private readonly TestData _data = new();
    private NpgsqlConnection? _words;

    internal string Schema => _data.Schema;

    public override Type StoreType => typeof(PostgreSqlStore);

    public override int ModelRuns => LongRun.IsOn ? 30 : 5;

    public override async ValueTask<IBookstoreStore> CreateAsync()
    {
        await _data.MakeAsync();
        return await OpenAgainAsync();
    }

    public override async ValueTask<IBookstoreStore> OpenAgainAsync() =>
        new PostgreSqlStore(await _data.OptionsAsync(), NullLoggerFactory.Instance, TimeProvider.System);

    public override async ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words)
    {
        _words ??= await _data.ConnectAsync();
        await using var command = new NpgsqlCommand(WriteWords(Schema, isbn.ToInt64(), version, words), _words);
        await command.ExecuteNonQueryAsync();
    }

    internal static string WriteWords(string schema, long isbn, int version, BookWords words)
    {
        var rows = words.All.Select(word => (Field: 0, Word: word)).Concat(words.OfAuthor.Select(word => (Field: 1, Word: word)));
        return
            $"""
            DELETE FROM {schema}.book_words WHERE isbn = {isbn};
            INSERT INTO {schema}.book_words (field, word, isbn) VALUES {string.Join(", ", rows.Select(row => $"({row.Field}, '{row.Word}', {isbn})"))};
            UPDATE {schema}.books SET words_version = {version} WHERE isbn = {isbn}
            """;
    }

    public override async ValueTask DisposeAsync()
    {
        await (_words?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _data.DropAsync();
        await base.DisposeAsync();
    }
}

/// <summary>Every case of the suite.</summary>
public sealed class PostgreSqlConformance : StoreConformanceTests<PostgreSqlUnderTest>;

public sealed class PostgreSqlCoverage : StoreConformanceCoverage
{
    protected override IReadOnlyCollection<Type> Doubles => [typeof(SharedRoundTests.RoundStore)];
}
