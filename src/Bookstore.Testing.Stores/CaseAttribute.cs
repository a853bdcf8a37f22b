using System.Collections;
using System.Reflection;

namespace Bookstore.Testing.Stores;

/// <summary>Marks a method of a class of cases as a case, or as one for each row of arguments.</summary>
/// <param name="row">The arguments of the method. A method without parameters has an empty row.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class CaseAttribute(params object?[]? row) : Attribute
{
    // A row of one null comes as no array at all.
    public object?[] Row { get; } = row ?? [null];

    /// <summary>The name of a static property with the values of the only parameter, a case for each.</summary>
    public string? Rows { get; init; }

    public IEnumerable<object?[]> RowsOf(MethodInfo method) => Rows is null
        ? [Row]
        : ((IEnumerable)method.DeclaringType!.GetProperty(Rows)!.GetValue(null)!).Cast<object?>().Select(static value => new[] { value });
}
