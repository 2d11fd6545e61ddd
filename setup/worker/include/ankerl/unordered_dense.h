// Stands in for the ankerl::unordered_dense library, which Debian 12 does not package.
// The worker uses it as a faster drop-in for the standard containers, so the standard ones serve in its place.
// (absl's flat maps do not: their erase(iterator) returns nothing, and the worker goes on with what it returns.)
#pragma once

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	template<class T>
	using hash = std::hash<T>;

	template<class Key, class Value, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<class Key, class Hash = std::hash<Key>, class Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense
