// Headers that nearly every source of the worker reads: parsed once, they halve the time of the build.
#pragma once

#include "common.hpp"
#include <ankerl/unordered_dense.h>
#include <absl/types/optional.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>
#include "FBS/message.h"
#include "FBS/router.h"
#include "FBS/transport.h"
