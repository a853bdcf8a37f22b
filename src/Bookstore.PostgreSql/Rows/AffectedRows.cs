namespace Bookstore.PostgreSql;

/// <summary>Makes an update or a delete fail on the server when it does not meet all the rows that it names.</summary>
/// <remarks>
/// The commit is sent together with the writes, so the count has to be checked before it is read here. The division by zero is the only
/// one in the store's statements; <see cref="PostgreSqlFaults"/> takes it for a conflict.
/// </remarks>
internal static class AffectedRows
{
    /// <summary>The statement, returning the count's check instead of nothing.</summary>
    /// <param name="statement">The update or the delete, without <c>RETURNING</c>.</param>
    /// <param name="keys">The parameter with the keys: one row is to be met for each.</param>
    public static string RequireAll(string statement, string keys = "$1") =>
        $"WITH met AS ({statement} RETURNING 1) SELECT 1 / (count(*) = cardinality({keys}))::integer FROM met";
}
