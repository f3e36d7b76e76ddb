using System.Collections.Immutable;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Policies;

/// <summary>Gives people places by their roles, one place a person, so that as many places as possible are taken.</summary>
internal static class RolePlaces
{
    /// <returns>For each role that is asked for, who takes its places.</returns>
    public static ImmutableSortedDictionary<Role, ImmutableArray<Person>> Fill(ImmutableSortedDictionary<Role, int> wanted, IReadOnlyList<Person> people)
    {
        var taken = wanted.ToDictionary(role => role.Key, _ => new List<Person>());
        foreach (var person in people)
            TrySeat(person, wanted, taken, []);
        return taken.ToImmutableSortedDictionary(role => role.Key, role => role.Value.ToImmutableArray());
    }

    /// <summary>Seats a person, moving others who have a second role if need be (an augmenting path).</summary>
    private static bool TrySeat(Person person, ImmutableSortedDictionary<Role, int> wanted, Dictionary<Role, List<Person>> taken, HashSet<Role> tried)
    {
        foreach (var role in person.Roles.Where(role => wanted.ContainsKey(role) && tried.Add(role)))
        {
            var seats = taken[role];
            if (seats.Count < wanted[role])
            {
                seats.Add(person);
                return true;
            }
            if (seats.FindIndex(other => TrySeat(other, wanted, taken, tried)) is >= 0 and var moved)
            {
                seats[moved] = person;
                return true;
            }
        }
        return false;
    }
}
