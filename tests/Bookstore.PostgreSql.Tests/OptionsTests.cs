using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_defaults_need_only_a_connection_string()
    {
        Failures(_ => { }).ShouldBeEmpty();
        Failures(options => options.ConnectionString = string.Empty).ShouldHaveSingleItem().ShouldContain("Host");
    }

    [Theory]
    [InlineData("Host=db;Databse=shop;Password=secret", "it has the unknown keyword \"databse\"")]
    [InlineData("Host=db;Port=secret", "the value of port is out of range or of another kind")]
    [InlineData("secret", "it has an unknown keyword or a value out of range")]
    public void Validate_connection_string_that_cannot_be_read_names_the_keyword_and_no_value(string text, string message)
    {
        var failure = Failures(options => options.ConnectionString = text).ShouldHaveSingleItem();

        failure.ShouldContain(message);
        failure.ShouldNotContain("secret");
    }

    [Fact]
    public void UsePostgreSql_nothing_says_what_to_pass()
    {
        var builder = new ServiceCollection().AddBookstore();

        Should.Throw<ArgumentException>(() => builder.UsePostgreSql((string)null!)).Message.ShouldStartWith("UsePostgreSql was called without a connection string. Pass one such as Host=localhost");
    }

    [Theory]
    [InlineData(LogLevel.Information, LogLevel.Debug)]
    [InlineData(LogLevel.Warning, LogLevel.Warning)]
    [InlineData(LogLevel.Debug, LogLevel.Debug)]
    public void The_drivers_own_log_has_its_sql_at_debug(LogLevel logged, LogLevel seen)
    {
        using var log = new LevelLog();
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        using var quieter = new NpgsqlLoggers(loggers);
        var logger = quieter.CreateLogger("Npgsql.Command");

        logger.Log(logged, "Executed {Sql}", "SELECT 1");

        log.Levels.ShouldBe([seen]);
        logger.IsEnabled(logged).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bookstore")]
    [InlineData("1st")]
    [InlineData("pg_shop")]
    [InlineData("a\"b")]
    [InlineData("a b")]
    [InlineData("a1234567890123456789012345678901234567890123456789012345678901234")]
    public void Validate_schema_that_is_no_name_is_named(string schema) =>
        Failures(options => options.Schema = schema).ShouldHaveSingleItem().ShouldContain(nameof(PostgreSqlStoreOptions.Schema));

    [Fact]
    public void Validate_each_value_out_of_range_is_named()
    {
        var failures = Failures(options =>
        {
            options.MaxOpenUnits = 0;
            options.MaxReaders = 0;
            options.ReadQueueTimeout = TimeSpan.FromMinutes(2);
            options.ReadTimeout = TimeSpan.Zero;
            options.CommandTimeout = TimeSpan.Zero;
            options.LockTimeout = TimeSpan.FromHours(1);
            options.IdleTransactionTimeout = TimeSpan.FromMilliseconds(1);
        });
        string[] names =
        [
            nameof(PostgreSqlStoreOptions.MaxOpenUnits), nameof(PostgreSqlStoreOptions.MaxReaders), nameof(PostgreSqlStoreOptions.ReadQueueTimeout), nameof(PostgreSqlStoreOptions.ReadTimeout),
            nameof(PostgreSqlStoreOptions.CommandTimeout), nameof(PostgreSqlStoreOptions.LockTimeout), nameof(PostgreSqlStoreOptions.IdleTransactionTimeout),
        ];
        failures.Select(failure => failure.Split(' ')[0]).ShouldBe(names.Select(name => $"{nameof(PostgreSqlStoreOptions)}.{name}"));
    }

    [Fact]
    public void Validate_reads_from_standbys_need_several_hosts()
    {
        Failures(options => options.ReadFrom = PostgreSqlReadFrom.Standbys).ShouldHaveSingleItem().ShouldBe(
            "PostgreSqlStoreOptions.ReadFrom is Standbys, but ConnectionString names one Host; name the primary and its standbys, such as Host=db1,db2, or set ReadFrom to Primary.");
        Failures(options => (options.ReadFrom, options.ConnectionString) = (PostgreSqlReadFrom.Standbys, "Host=db1,db2")).ShouldBeEmpty();
        Failures(options => options.ReadFrom = 0).ShouldHaveSingleItem().ShouldContain("PostgreSqlStoreOptions.ReadFrom");
    }

    [Fact]
    public void Validate_pool_too_small_for_the_units_and_a_read_is_named()
    {
        Failures(options => options.ConnectionString += ";Maximum Pool Size=6").ShouldBeEmpty();
        Failures(options => options.ConnectionString += ";MaxPoolSize=5").ShouldHaveSingleItem().ShouldContain("Maximum Pool Size=5; set it to 6");
        Failures(options => (options.MaxOpenUnits, options.ConnectionString) = (9, "Host=localhost;Maximum Pool Size=10")).ShouldHaveSingleItem().ShouldContain("12");
    }

    [Theory]
    [InlineData("Host=db;Password=secret;Nonsense=1")]
    [InlineData("Host=db;Password=secret;Timeout=never")]
    [InlineData("Password=secret")]
    [InlineData("secret")]
    public void Validate_connection_string_that_cannot_be_read_is_refused_without_repeating_it(string connectionString) =>
        Failures(options => options.ConnectionString = connectionString).ShouldHaveSingleItem().ShouldNotContain("secret");

    [Fact]
    public void UsePostgreSql_twice_throws()
    {
        var builder = new ServiceCollection().AddBookstore().UsePostgreSql("Host=localhost");
        Should.Throw<InvalidOperationException>(() => builder.UsePostgreSql("Host=localhost"));
    }

    [Fact]
    public async Task UsePostgreSql_wrong_options_are_reported_when_the_store_is_made()
    {
        await using var services = new ServiceCollection().AddBookstore().UsePostgreSql(options => options.Schema = "A").Services.BuildServiceProvider();
        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IBookstoreStore>());
    }

    private static List<string> Failures(Action<PostgreSqlStoreOptions> change)
    {
        var options = new PostgreSqlStoreOptions { ConnectionString = "Host=localhost" };
        change(options);
        return [.. new PostgreSqlStoreOptionsValidator().Validate(null, options).Failures ?? []];
    }

    private sealed class LevelLog : ILoggerProvider, ILogger
    {
        public List<LogLevel> Levels { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);

        public void Dispose()
        {
        }
    }
}
