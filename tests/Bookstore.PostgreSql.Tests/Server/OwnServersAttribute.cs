namespace Bookstore.PostgreSql;

/// <summary>A class of tests that start servers of their own, to end them or to have several. They are skipped where a server is given.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OwnServersAttribute : Attribute;
