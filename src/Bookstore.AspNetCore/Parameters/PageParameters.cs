using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>A list's parameters for its page.</summary>
/// <param name="Limit">The most items, if it is given.</param>
/// <param name="After">The cursor, if it is not the first page.</param>
[SuppressMessage("Usage", "MA0088", Justification = "The default is the description's: a parameter that is not given is null.")]
internal readonly record struct PageParameters(
    [FromQuery(Name = "limit"), Range(1, Page.MaxLimit), DefaultValue(Page.DefaultLimit), Description("How many items at most.")] int? Limit,
    [FromQuery(Name = "after"), StringLength(1_000), Description("The cursor from the `Link` of the page before. Opaque.")] string? After)
{
    /// <summary>The most items.</summary>
    public int Size => Limit ?? Page.DefaultLimit;
}
