using Microsoft.Data.Sqlite;
using Shouldly;
using SQLitePCL;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class DatabaseFileTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task InitializeAsync_missing_file_makes_a_write_ahead_logged_database_of_this_version()
    {
        await _database.OpenStore().InitializeAsync(CancellationToken.None);

        _database.Scalar("PRAGMA journal_mode").ShouldBe("wal");
        _database.Scalar("PRAGMA application_id").ShouldBe((long)DatabaseSchema.ApplicationId);
        _database.Scalar("PRAGMA user_version").ShouldBe((long)DatabaseSchema.Version);
        _database.Scalar("PRAGMA integrity_check").ShouldBe("ok");
    }

    [Fact]
    public async Task InitializeAsync_empty_file_is_made_a_database()
    {
        await File.WriteAllBytesAsync(_database.Path, []);

        await _database.OpenStore().InitializeAsync(CancellationToken.None);

        _database.Scalar("PRAGMA user_version").ShouldBe((long)DatabaseSchema.Version);
    }

    [Fact]
    public async Task InitializeAsync_awkward_path_is_found_again()
    {
        var awkward = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_database.Folder, "a b%20c?d#e&f=ä.db") };
        for (var opened = 0; opened < 2; opened++)
        {
            await using var store = _database.OpenStore(options => options.ConnectionString = awkward.ConnectionString);
            await store.InitializeAsync(CancellationToken.None);
        }

        Directory.GetFiles(_database.Folder).ShouldBe([awkward.DataSource]);
    }

    [Fact]
    public async Task InitializeAsync_newer_database_is_refused_and_untouched()
    {
        await using (var store = _database.OpenStore())
        {
            await store.InitializeAsync(CancellationToken.None);
        }

        _database.Scalar($"PRAGMA user_version = {DatabaseSchema.Version + 1}");
        await ShouldBeRefusedUntouchedAsync("newer version");
    }

    [Fact]
    public async Task InitializeAsync_database_of_another_program_is_refused_and_untouched()
    {
        _database.Scalar("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
        await ShouldBeRefusedUntouchedAsync("another program");
    }

    [Fact]
    public async Task InitializeAsync_database_with_another_application_id_is_refused_and_untouched()
    {
        _database.Scalar("PRAGMA application_id = 42");
        await ShouldBeRefusedUntouchedAsync("another program");
    }

    [Fact]
    public async Task InitializeAsync_write_ahead_logged_database_of_another_program_is_refused_and_untouched()
    {
        _database.Scalar("PRAGMA journal_mode = WAL; CREATE TABLE theirs (a)");
        using var theirs = _database.Connect();
        await ShouldBeRefusedUntouchedAsync("another program");
    }

    [Theory]
    [InlineData("This is a letter, not a database. ")]
    [InlineData("A note of 484 bytes...")]
    [InlineData("x")]
    public async Task InitializeAsync_file_that_is_no_database_is_refused_and_untouched(string content)
    {
        await File.WriteAllTextAsync(_database.Path, string.Concat(Enumerable.Repeat(content, content.Length)));
        await ShouldBeRefusedUntouchedAsync("not a SQLite database");
    }

    [Fact]
    public async Task InitializeAsync_crash_while_the_log_was_copied_into_the_file_is_made_whole()
    {
        await MakeAsync();
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO books (isbn, title, author, price_minor, currency) SELECT 9790000000000 + i, printf('%0500d', i), 'a', 100, 'USD' FROM n
            """;
        command.ExecuteNonQuery();
        var crashed = Path.Combine(_database.Folder, "crashed.db");
        File.Copy(_database.Path, crashed);
        File.Copy(_database.Path + "-wal", crashed + "-wal");
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
        CopyFirstPage(_database.Path, crashed);

        await using var store = _database.OpenStore(options => options.ConnectionString = $"Data Source={crashed}");
        await store.InitializeAsync(CancellationToken.None);

        using var whole = new SqliteConnection($"Data Source={crashed};Pooling=False");
        whole.Open();
        using var count = whole.CreateCommand();
        count.CommandText = "SELECT count(*) FROM books";
        count.ExecuteScalar().ShouldBe(1_001L);
    }

    [Fact]
    public async Task InitializeAsync_truncated_database_says_that_it_is_damaged()
    {
        await MakeAsync();
        var content = await File.ReadAllBytesAsync(_database.Path);
        await File.WriteAllBytesAsync(_database.Path, content[..(content.Length / 2)]);

        await ShouldBeRefusedUntouchedAsync("damaged");
    }

    [Fact]
    public async Task Reads_overwritten_pages_say_that_the_file_is_damaged()
    {
        await MakeAsync();
        var content = await File.ReadAllBytesAsync(_database.Path);
        Array.Fill(content, (byte)0x5A, 4_096, content.Length - 4_096);
        await File.WriteAllBytesAsync(_database.Path, content);

        var store = _database.OpenStore();
        var fault = await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None));

        fault.Message.ShouldContain("damaged");
        fault.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task InitializeAsync_folder_in_its_place_says_so()
    {
        Directory.CreateDirectory(_database.Path);
        var store = _database.OpenStore();
        (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(CancellationToken.None))).Message.ShouldContain("is a folder");
    }

    [Fact]
    public async Task InitializeAsync_missing_folder_names_it_and_can_be_tried_again()
    {
        var folder = Path.Combine(_database.Folder, "missing");
        var store = _database.OpenStore(options => options.ConnectionString = $"Data Source={Path.Combine(folder, "shop.db")}");
        (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(CancellationToken.None))).Message.ShouldContain(folder);

        Directory.CreateDirectory(folder);

        await store.InitializeAsync(CancellationToken.None);
    }

    [Fact]
    public async Task InitializeAsync_missing_file_that_may_not_be_made_says_so()
    {
        var store = _database.OpenStore(options => options.ConnectionString = $"Data Source={_database.Path};Mode=ReadWrite");
        (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(CancellationToken.None))).Message.ShouldContain("does not exist");
        File.Exists(_database.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task InitializeAsync_eight_stores_at_once_make_one_database()
    {
        var starts = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await _database.OpenStore().InitializeAsync(CancellationToken.None)));

        await Task.WhenAll(starts.ToArray());

        _database.Scalar("PRAGMA journal_mode").ShouldBe("wal");
        _database.Scalar("PRAGMA user_version").ShouldBe((long)DatabaseSchema.Version);
    }

    [Fact]
    public async Task InitializeAsync_others_look_at_the_file_meanwhile_never_see_a_database_of_another_program()
    {
        for (var round = 0; round < 25; round++)
        {
            var path = Path.Combine(_database.Folder, $"{round}.db");
            using var looking = SqliteDatabase.Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, TimeSpan.FromSeconds(10));
            var store = _database.OpenStore(options => options.ConnectionString = $"Data Source={path}");
            var made = Task.Run(async () => await store.InitializeAsync(CancellationToken.None));
            do
            {
                DatabaseSchema.ThrowIfForeign(looking, path);
            }
            while (looking.Scalar("PRAGMA application_id") == 0 && !made.IsCompleted);
            await made;
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static void CopyFirstPage(string from, string to)
    {
        var page = new byte[4_096];
        using var source = File.OpenRead(from);
        using var target = File.OpenWrite(to);
        source.ReadExactly(page);
        target.Write(page);
    }

    private async Task MakeAsync()
    {
        await using var store = _database.OpenStore();
        await Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(1)));
    }

    private async Task ShouldBeRefusedUntouchedAsync(string reason)
    {
        var before = await File.ReadAllBytesAsync(_database.Path);
        var store = _database.OpenStore();

        var fault = await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(CancellationToken.None));
        await store.DisposeAsync();

        fault.Message.ShouldContain(reason);
        fault.Message.ShouldContain(_database.Path);
        (await File.ReadAllBytesAsync(_database.Path)).ShouldBe(before);
    }
}
