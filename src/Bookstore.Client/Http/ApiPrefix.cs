namespace Bookstore.Client.Http;

/// <summary>Puts the prefix under which a shop has mounted the API into a request's address.</summary>
internal static class ApiPrefix
{
    /// <summary>The prefix that the routes of <see cref="IBookstoreApi"/> are written with.</summary>
    public const string Default = "/api";

    /// <summary>A route with the prefix that the server has.</summary>
    public static string Apply(string route, string prefix) =>
        route.StartsWith(Default + "/", StringComparison.Ordinal) ? prefix.TrimEnd('/') + route[Default.Length..] : route;

    /// <summary>An address of a route with the prefix that the server has; what the base address has before it stays.</summary>
    public static Uri Apply(Uri address, Uri home, string prefix)
    {
        var before = home.AbsolutePath.TrimEnd('/');
        return prefix == Default || !address.AbsolutePath.StartsWith($"{before}{Default}/", StringComparison.Ordinal)
            ? address
            : new UriBuilder(address) { Path = before + Apply(address.AbsolutePath[before.Length..], prefix) }.Uri;
    }
}
