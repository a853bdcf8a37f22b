namespace Bookstore.PostgreSql;

/// <summary>The time of the database's clock, the one clock that all hosts share, as the store's columns keep times: in .NET ticks.</summary>
internal static class DatabaseTime
{
    public const string Now = "(621355968000000000 + (extract(epoch FROM clock_timestamp()) * 10000000)::bigint)";
}
