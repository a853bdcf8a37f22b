using System.Reflection;
using Microsoft.Extensions.Options;

namespace Bookstore.Architecture.Tests;

/// <summary>The values that an option's validation accepts: a number, or a time in ticks. <see langword="null"/> where it accepts all.</summary>
internal sealed record OptionRange(long? Least, long? Most);

/// <summary>Finds the range of an option by asking its validation, so that the page says what the code does.</summary>
internal sealed class OptionCheck(Type type, Func<object> make)
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private readonly Func<object, string, int> _problems = ProblemsOf(type);

    /// <summary>Searches both ends between the default and the ends of the option's type.</summary>
    public OptionRange? RangeOf(PropertyInfo property, Func<object, object> reach)
    {
        var kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var (least, most) = kind == typeof(int) ? (int.MinValue, int.MaxValue)
            : kind == typeof(long) ? (long.MinValue, long.MaxValue)
            : kind == typeof(TimeSpan) ? (long.MinValue, long.MaxValue)
            : (0L, 0L);
        if (least == most)
        {
            return null;
        }

        bool Accepts(long value) => _problems(With(property, reach, kind, value), property.Name) == 0;
        var start = Number(property.GetValue(reach(make()))) ?? (Accepts(0) ? 0 : kind == typeof(TimeSpan) ? TimeSpan.TicksPerSecond : 1);
        if (!Accepts(start))
        {
            throw new InvalidOperationException($"The validation refuses the default of {property.DeclaringType!.Name}.{property.Name}.");
        }

        return new OptionRange(End(start, least, Accepts), End(start, most, Accepts));
    }

    /// <summary>The number of an option's value; a time's are its ticks.</summary>
    public static long? Number(object? value) => value switch { null => null, int number => number, long number => number, TimeSpan time => time.Ticks, _ => null };

    private static long? End(long accepted, long farthest, Func<long, bool> accepts)
    {
        if (accepts(farthest))
        {
            return null;
        }

        var refused = farthest;
        while (Math.Abs((decimal)refused - accepted) > 1)
        {
            var middle = (long)(((decimal)refused + accepted) / 2);
            (accepted, refused) = accepts(middle) ? (middle, refused) : (accepted, middle);
        }

        return accepted;
    }

    private object With(PropertyInfo property, Func<object, object> reach, Type kind, long value)
    {
        var options = make();
        property.SetValue(reach(options), kind == typeof(TimeSpan) ? TimeSpan.FromTicks(value) : Convert.ChangeType(value, kind, provider: null));
        return options;
    }

    // A validator of the options pattern, of whose messages those about the option count, or the method that checks them where they are used.
    private static Func<object, string, int> ProblemsOf(Type type)
    {
        var types = type.Assembly.GetTypes();
        if (types.FirstOrDefault(candidate => candidate.IsAssignableTo(typeof(IValidateOptions<>).MakeGenericType(type))) is { } validator)
        {
            var validate = validator.GetMethod("Validate", Any)!;
            var constructor = validator.GetConstructors().Single();
            var instance = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Activator.CreateInstance(parameter.ParameterType, nonPublic: true))]);
            return (options, name) =>
                ((ValidateOptionsResult)validate.Invoke(instance, [Options.DefaultName, options])!).Failures?.Count(failure => failure.Contains($".{name} is ", StringComparison.Ordinal)) ?? 0;
        }

        if (type.GetMethod("Validate", Any) is { } own)
        {
            return (options, _) => CountThrown(() => own.Invoke(options, []));
        }

        var check = types.SelectMany(candidate => candidate.GetMethods(Any)).FirstOrDefault(method => method.Name == "ThrowIfInvalid" && method.GetParameters() is [{ } first, ..] && first.ParameterType == type);
        return check is null ? static (_, _) => 0 : (options, _) => CountThrown(() => check.Invoke(null, [options, .. new object?[check.GetParameters().Length - 1]]));
    }

    private static int CountThrown(Action check)
    {
        try
        {
            check();
            return 0;
        }
        catch (TargetInvocationException)
        {
            return 1;
        }
    }
}
